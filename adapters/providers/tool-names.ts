// Names of tools that every model server accepts.

/** Name of a call whose name is missing. No tool has it, so the model is told that its call is invalid. */
const UNNAMED = 'unnamed_tool';
/** Longest name that all servers accept, characters. */
const MAX_NAME = 64;

/** A name with only the characters that all servers accept. Some models put a namespace in front of the names of tools. */
export function toToolName(name: string): string {
  const bare = name.trim().replace(/^functions[.:]/, '');
  return bare.replaceAll(/[^a-zA-Z0-9_-]/g, '_').slice(0, MAX_NAME) || UNNAMED;
}
