// Tokens of a shell command, for syntax colors only: the host decides with a real shell grammar what may run.

import { isMarkedProgram, isMarkedArgument, runsInput } from '#contract/types/command-risks.ts';

/** The kind of a token. `danger` marks parts that a reader must not overlook. */
export type TokenKind =
  | 'program'
  | 'flag'
  | 'string'
  | 'operator'
  | 'variable'
  | 'comment'
  | 'danger'
  | 'word'
  | 'space';

/** A part of a command; all texts together are the command. */
export interface CommandToken {
  readonly kind: TokenKind;
  readonly text: string;
}

const PATTERN =
  /(\s+)|(#[^\n]*)|("(?:[^"\\]|\\[\s\S])*"?|'[^']*'?)|(\$\(|\$\{[^}]*\}?|\$\w+|`)|(\|\||&&|;;|[|&;()<>]+|\d?>>?&?\d?)|((?:\\[\s\S]|[^\s"'$`|&;()<>\\])+|[\s\S])/g;

const STARTS_COMMAND = /^(\|\||&&|[|&;(]+|\$\(|`)$/;

/** Splits a command line into tokens. */
export function commandTokens(command: string): readonly CommandToken[] {
  const tokens: CommandToken[] = [];
  let expectsProgram = true;
  let lastOperator = '';
  for (const match of command.matchAll(PATTERN)) {
    const text = match[0];
    const kind = getKind(match, expectsProgram, lastOperator);
    tokens.push({ kind, text });
    if (kind === 'space') {
      if (text.includes('\n')) expectsProgram = true;
      continue;
    }
    if (kind === 'comment') continue;
    if (match[4] !== undefined || match[5] !== undefined) lastOperator = text;
    expectsProgram = opensCommand(text) || (expectsProgram && isAssignment(text));
  }
  return tokens;
}

function opensCommand(text: string): boolean {
  return STARTS_COMMAND.test(text) || text === 'sudo';
}

function isAssignment(text: string): boolean {
  return /^\w+=/.test(text);
}

function getKind(match: RegExpExecArray, expectsProgram: boolean, lastOperator: string): TokenKind {
  const [text, space, comment, string, variable, operator] = match;
  if (space !== undefined) return 'space';
  if (comment !== undefined) return 'comment';
  if (string !== undefined) return 'string';
  if (variable !== undefined) return 'variable';
  if (operator !== undefined) return operator.includes('>') && !operator.includes('&') ? 'danger' : 'operator';
  return wordKind(text, expectsProgram, lastOperator);
}

function wordKind(text: string, expectsProgram: boolean, lastOperator: string): TokenKind {
  if (expectsProgram && !isAssignment(text)) {
    const name = text.split('/').at(-1) ?? text;
    const pipedIntoShell = lastOperator === '|' && runsInput(name);
    return isMarkedProgram(name) || pipedIntoShell ? 'danger' : 'program';
  }
  if (isMarkedArgument(text)) return 'danger';
  return text.startsWith('-') ? 'flag' : 'word';
}
