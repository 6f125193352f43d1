import { Crepe } from "@milkdown/crepe";

let editor;
window.oeffne = async (text) => {
  editor = new Crepe({ root: "#hier", defaultValue: text });
  await editor.create();
};
window.lies = () => editor.getMarkdown();
