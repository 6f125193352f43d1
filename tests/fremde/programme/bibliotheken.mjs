// Runs one library of the npm registry over every file of a folder, in place.
// Usage: node bibliotheken.mjs NAME FOLDER. Prints as JSON what it refused and why.
import fs from "node:fs";
import path from "node:path";

const NAMEN = {
  async dprint(einstellungen = {}) {
    const { createFromBuffer } = await import("@dprint/formatter");
    const { getPath } = await import("@dprint/markdown");
    const formatierer = createFromBuffer(fs.readFileSync(getPath()));
    formatierer.setConfig({}, einstellungen);
    return (text) => formatierer.formatText({ filePath: "fall.md", fileText: text });
  },
  "dprint-always": () => NAMEN.dprint({ textWrap: "always" }),
  async "gray-matter"() {
    const { default: matter } = await import("gray-matter");
    return (text) => {
      const datei = matter(text);
      return matter.stringify(datei.content, datei.data);
    };
  },
  async "js-yaml"() {
    const { default: yaml } = await import("js-yaml");
    return (kopf) => yaml.dump(yaml.load(kopf));
  },
  async yaml() {
    const { parseDocument } = await import("yaml");
    return (kopf) => parseDocument(kopf).toString();
  },
  async turndown() {
    const { default: MarkdownIt } = await import("markdown-it");
    const { default: Turndown } = await import("turndown");
    const { gfm } = await import("turndown-plugin-gfm");
    const hin = new MarkdownIt({ html: true });
    const her = new Turndown({ headingStyle: "atx", codeBlockStyle: "fenced" });
    her.use(gfm);
    return (text) => her.turndown(hin.render(text));
  },
  async "prosemirror-markdown"() {
    const { defaultMarkdownParser, defaultMarkdownSerializer } = await import("prosemirror-markdown");
    return (text) => defaultMarkdownSerializer.serialize(defaultMarkdownParser.parse(text));
  },
  async lexical(erhalten = false) {
    const { createHeadlessEditor } = await import("@lexical/headless");
    const { $convertFromMarkdownString, $convertToMarkdownString, TRANSFORMERS, CHECK_LIST } = await import("@lexical/markdown");
    const { HeadingNode, QuoteNode } = await import("@lexical/rich-text");
    const { ListNode, ListItemNode } = await import("@lexical/list");
    const { CodeNode, CodeHighlightNode } = await import("@lexical/code");
    const { LinkNode, AutoLinkNode } = await import("@lexical/link");
    const regeln = [CHECK_LIST, ...TRANSFORMERS];
    return (text) => {
      const nodes = [HeadingNode, QuoteNode, ListNode, ListItemNode, CodeNode, CodeHighlightNode, LinkNode, AutoLinkNode];
      const editor = createHeadlessEditor({ nodes, onError: (fehler) => { throw fehler; } });
      editor.update(() => $convertFromMarkdownString(text, regeln, undefined, erhalten), { discrete: true });
      return editor.read(() => $convertToMarkdownString(regeln, undefined, erhalten));
    };
  },
  "lexical-zeilen": () => NAMEN.lexical(true),
  async tina(felder = []) {
    const { parseMDX, serializeMDX } = await import("@tinacms/mdx");
    const feld = { name: "body", type: "rich-text", isBody: true, parser: { type: "markdown" }, templates: felder };
    const bild = (adresse) => adresse;
    return (text) => {
      const baum = parseMDX(text, feld, bild);
      const fehler = baum.children.find((k) => k.type === "invalid_markdown");
      if (fehler) throw new Error(fehler.message);
      return serializeMDX(baum, feld, bild);
    };
  },
};

const [name, ordner] = process.argv.slice(2);
const wandle = await NAMEN[name]();
const verweigert = {};
for (const datei of fs.readdirSync(ordner).sort()) {
  const ort = path.join(ordner, datei);
  try {
    fs.writeFileSync(ort, await wandle(fs.readFileSync(ort, "utf8")));
  } catch (fehler) {
    verweigert[datei.replace(/\.md$/, "")] = String(fehler.message || fehler).split("\n")[0];
  }
}
console.log(JSON.stringify(verweigert));
