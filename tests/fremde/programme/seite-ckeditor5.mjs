import * as ck from "ckeditor5";

let editor;
window.oeffne = async (text) => {
  const { Essentials, Paragraph, Heading, List, TodoList, Table, BlockQuote, Code, CodeBlock } = ck;
  const { Bold, Italic, Strikethrough, Link, HorizontalLine, Markdown } = ck;
  editor = await ck.ClassicEditor.create(document.querySelector("#hier"), {
    licenseKey: "GPL",
    initialData: text,
    plugins: [
      Essentials, Paragraph, Heading, List, TodoList, Table, BlockQuote, Code, CodeBlock,
      Bold, Italic, Strikethrough, Link, HorizontalLine, Markdown,
    ],
  });
};
window.lies = () => editor.getData();
