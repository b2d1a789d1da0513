// The content of chosen files, in their order. A file that doesn't fit is shortened, and those after it are left out.
import type { Machine } from '../ports/machine.ts';
import type { ContextSource } from './context-source.ts';
import { fitStart, type FittedText } from './fit-text.ts';
import { mark } from './mark-untrusted.ts';

/** Bytes read of one file. */
const MAX_FILE_BYTES = 512 * 1024;
/** What the marks around a file need, tokens. */
const MARK_TOKENS = 24;

/** Collects files of the workspace. */
export async function collectFiles(
  { machine }: ContextSource,
  tokens: number,
  paths: readonly string[],
): Promise<FittedText> {
  if (paths.length === 0) return { text: '', isTruncated: false };
  const opened = await machine();
  const parts: string[] = [];
  let left = tokens;
  let isTruncated = false;
  for (const path of paths) {
    const room = left - MARK_TOKENS - path.length;
    if (room <= 0) return { text: parts.join('\n'), isTruncated: true };
    const file = fitStart(await readText(opened, path), room);
    isTruncated ||= file.isTruncated;
    const part = mark('file', file.text, { path, ...(file.isTruncated ? { shortened: 'true' } : {}) });
    parts.push(part);
    left = file.isTruncated ? 0 : left - MARK_TOKENS - path.length - fitCost(file.text);
  }
  return { text: parts.join('\n'), isTruncated };
}

function fitCost(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / 3);
}

async function readText(machine: Machine, path: string): Promise<string> {
  try {
    const { bytes } = await machine.read(path, MAX_FILE_BYTES);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    return `(not readable as text: ${error instanceof Error ? error.message : String(error)})`;
  }
}
