import "./seite-mdxeditor.mjs";

window.ohneHtml = true;
