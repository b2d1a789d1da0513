// Redirections: output to the null device and merged outputs change nothing. Every other one is reported.
import type { RedirectDescriptor, Redirection } from 'unbash';
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
  if (hasOwnDescriptor(descriptor))
    return { problem: 'it redirects a file descriptor other than standard input, output, and error' };
  if (operator.startsWith('<')) return { problem: 'it redirects its input' };
  const { text, isPattern, problem } = readWord(target?.text ?? '');
  const isKnown = problem === undefined && !isPattern && !isInput(descriptor);
  if (isKnown && (operator === '>&' ? /^[12]$/.test(text) : text === NULL_DEVICE)) return {};
  if (/^\/dev\/(?:tcp|udp)\//.test(text)) return { problem: `it opens a network connection (${text})` };
  return { output: text, problem: `it writes to a file by redirection (${operator} ${text})` };
}

function hasOwnDescriptor(descriptor: RedirectDescriptor | undefined): boolean {
  return descriptor?.type === 'FileDescriptorVariable' || (descriptor?.value ?? 0) > 2;
}

function isInput(descriptor: RedirectDescriptor | undefined): boolean {
  return descriptor?.type === 'FileDescriptor' && descriptor.value === 0;
}
