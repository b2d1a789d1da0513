// All built-in tools and their source. A new tool is one file and one line here.
import type { ToolSource } from '../ports/tool-source.ts';
import type { BuiltInTool } from './define-tool.ts';
import { askTool } from './ask.ts';
import { editTool, writeTool } from './change-files.ts';
import { execTool } from './exec.ts';
import { fetchTool } from './fetch.ts';
import { findTool, listTool, readTool, searchTool } from './files.ts';
import { InputProblem } from './input.ts';
import { planTool } from './plan.ts';
import { processTool } from './process.ts';
import { todoTool } from './todo.ts';

/** All built-in tools, in the order in which a model sees them. */
const TOOLS: readonly BuiltInTool[] = [
  execTool,
  processTool,
  readTool,
  writeTool,
  editTool,
  listTool,
  searchTool,
  findTool,
  fetchTool,
  todoTool,
  planTool,
  askTool,
];

/** The source of the built-in tools. */
export const BUILT_IN_TOOLS: ToolSource = {
  id: 'built-in',
  title: 'Built in',
  list: async () => TOOLS,
  call(name, input) {
    const tool = TOOLS.find((candidate) => candidate.name === name);
    if (tool === undefined) throw new InputProblem(`Unknown tool "${name}".`);
    return tool.open(input);
  },
  onChange: () => () => undefined,
  dispose: async () => undefined,
};
