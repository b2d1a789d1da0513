// Redirections: output to the null device and merged outputs change nothing. Every other one is reported.
import type { Redirection } from 'unbash';
import { readWord } from './read-word.ts';

/** What a redirection does: the file that it writes, and why it needs approval. */
export interface ReadRedirection {
  readonly output?: string;
  readonly problem?: string;
}

const NULL_DEVICE = '/dev/null';

/** Reads one redirection. */
export function readRedirection(redirection: Redirection): ReadRedirection {
  if (redirection.type === 'HereDoc') return { problem: 'it contains a here-document' };
  if (redirection.type === 'HereString') return { problem: 'it contains a here-string' };
  const { operator, descriptor, target } = redirection;
  const { text, isPattern, problem } = readWord(target?.text ?? '');
  const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined;
  if (descriptor?.type === 'FileDescriptorVariable' || (number !== undefined && number > 2))
    return { problem: 'it redirects a file descriptor of its own' };
  if (operator === '>&' && /^[12]$/.test(text) && problem === undefined) return {};
  if (operator === '<' || operator === '<>' || operator === '<&') return { problem: 'it redirects its input' };
  const isNull = text === NULL_DEVICE && problem === undefined && !isPattern && number !== 0;
  if (isNull && operator !== '>&') return {};
  return { output: text, problem: `it writes to a file by redirection (${operator} ${text})` };
}
