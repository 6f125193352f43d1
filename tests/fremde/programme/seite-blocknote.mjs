import { BlockNoteEditor } from "@blocknote/core";

let editor;
window.oeffne = async (text) => {
  editor = BlockNoteEditor.create();
  editor.mount(document.querySelector("#hier"));
  editor.replaceBlocks(editor.document, await editor.tryParseMarkdownToBlocks(text));
};
window.lies = () => editor.blocksToMarkdownLossy(editor.document);
