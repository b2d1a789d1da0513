// All built-in tools. A new one is one file and one line here.
import type { AgentSettings } from '#contract/types/agents.ts';
import type { ToolFacts } from '../engine/tools-facet.ts';
import type { Tool } from './define-tool.ts';
import { askTool } from './ask.ts';
import { execTool } from './exec.ts';
import { fetchTool } from './fetch.ts';
import { editTool, findTool, listTool, readTool, searchTool, writeTool } from './files.ts';
import { processTool } from './process.ts';
import { todoTool } from './todo.ts';

/** All built-in tools, in the order in which a model sees them. */
export const TOOLS: readonly Tool[] = [
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
  askTool,
];

/** Tools that an agent may use: the allowed ones (all if none are named), minus the denied ones. */
export function toolsOf(agent: Pick<AgentSettings, 'tools'>): readonly Tool[] {
  const { allow, deny } = agent.tools;
  return TOOLS.filter(
    (tool) =>
      (allow.length === 0 || allow.includes(tool.name) || allow.includes('*')) &&
      !deny.includes(tool.name) &&
      !deny.includes('*'),
  );
}

/** The least effect that a tool can have. The policy evaluates each call separately. */
const EFFECTS: ReadonlyMap<string, ToolFacts['effect']> = new Map<string, ToolFacts['effect']>([
  [execTool.name, 'exec'],
  [processTool.name, 'exec'],
  [writeTool.name, 'write'],
  [editTool.name, 'write'],
  [fetchTool.name, 'network'],
  [askTool.name, 'ask'],
]);

/** The tools of an agent for lists. */
export function toolFacts(agent: Pick<AgentSettings, 'tools'>): readonly ToolFacts[] {
  return toolsOf(agent).map(({ name, description }) => ({ name, description, effect: EFFECTS.get(name) ?? 'read' }));
}
