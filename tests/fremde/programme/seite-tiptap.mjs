import { Editor } from "@tiptap/core";
import { Markdown } from "@tiptap/markdown";
import StarterKit from "@tiptap/starter-kit";

let editor;
window.erweiterungen = [StarterKit, Markdown];
window.oeffne = async (text) => {
  const element = document.querySelector("#hier");
  editor = new Editor({ element, extensions: window.erweiterungen, content: text, contentType: "markdown" });
};
window.lies = () => editor.getMarkdown();
