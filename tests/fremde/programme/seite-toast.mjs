import "@toast-ui/editor/dist/toastui-editor.css";
import Editor from "@toast-ui/editor";

let editor;
window.oeffne = async (text) => {
  const el = document.querySelector("#hier");
  editor = new Editor({ el, initialEditType: "wysiwyg", initialValue: text, usageStatistics: false });
};
window.lies = () => editor.getMarkdown();
