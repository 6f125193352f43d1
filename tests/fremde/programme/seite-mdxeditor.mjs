import {
  MDXEditor, codeBlockPlugin, codeMirrorPlugin, headingsPlugin, linkPlugin, listsPlugin, quotePlugin, tablePlugin,
  thematicBreakPlugin,
} from "@mdxeditor/editor";
import { createElement, createRef } from "react";
import { createRoot } from "react-dom/client";

const editor = createRef();
let gescheitert;
window.ohneHtml = false;
window.oeffne = async (text) => {
  const plugins = [
    headingsPlugin(), listsPlugin(), quotePlugin(), thematicBreakPlugin(), linkPlugin(), tablePlugin(),
    codeBlockPlugin({ defaultCodeBlockLanguage: "text" }), codeMirrorPlugin({ codeBlockLanguages: { text: "Text" } }),
  ];
  const onError = ({ error }) => { gescheitert = error; };
  const suppressHtmlProcessing = window.ohneHtml;
  const element = createElement(MDXEditor, { ref: editor, markdown: text, plugins, onError, suppressHtmlProcessing });
  createRoot(document.querySelector("#hier")).render(element);
  while (!gescheitert && !(editor.current && document.querySelector("[contenteditable=true] p"))) {
    await new Promise(requestAnimationFrame);
  }
  if (gescheitert) throw new Error(gescheitert);
};
window.lies = () => {
  if (gescheitert) throw new Error(gescheitert);
  return editor.current.getMarkdown();
};
