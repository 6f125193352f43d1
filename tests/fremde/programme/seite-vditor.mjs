import Vditor from "vditor";

let editor;
window.oeffne = (text) =>
  new Promise((fertig) => {
    editor = new Vditor("hier", {
      cdn: "/node_modules/vditor", mode: window.modus, value: text, cache: { enable: false }, after: fertig,
    });
  });
window.lies = () => editor.getValue();
