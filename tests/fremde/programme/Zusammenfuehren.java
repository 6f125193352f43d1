import java.io.File;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.MergeResult;

/** Merges the branch `andere` into the one checked out with JGit. Argument: the repository. Prints what the library said. */
public class Zusammenfuehren {
  public static void main(String[] worte) throws Exception {
    try (Git git = Git.open(new File(worte[0]))) {
      MergeResult ergebnis = git.merge().include(git.getRepository().findRef("andere")).call();
      boolean konflikt = !ergebnis.getMergeStatus().isSuccessful();
      System.out.println("{\"ergebnis\": \"" + (konflikt ? "Konflikt" : "zusammengeführt") + "\", \"meldung\": \""
          + ergebnis.getMergeStatus() + "\"}");
    }
  }
}
