import "./seite-tiptap.mjs";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { TableKit } from "@tiptap/extension-table";

window.erweiterungen.push(TaskList, TaskItem.configure({ nested: true }), TableKit);
