// Merges the branch `andere` into `main` with isomorphic-git and leaves the result in the working tree.
// Usage: node zusammenfuehren.mjs REPOSITORY. Prints as JSON what the library said.
import fs from "node:fs";
import git from "isomorphic-git";

const dir = process.argv[2];
const author = { name: "T", email: "t@example.org" };
try {
  await git.merge({ fs, dir, ours: "main", theirs: "andere", author, abortOnConflict: false });
  await git.checkout({ fs, dir, ref: "main", force: true });
  console.log(JSON.stringify({ ergebnis: "zusammengeführt" }));
} catch (fehler) {
  console.log(JSON.stringify({ ergebnis: "Konflikt", meldung: `${fehler.code}: ${fehler.message}` }));
}
