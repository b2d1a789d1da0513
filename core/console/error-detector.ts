// Recognizes errors in lines of output. Each source has its own detector, because an error has several lines.
import type { FoundError } from '#contract/types/console.ts';
import { defined } from '#contract/types/defined.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { compileGroups, type MatchGroups } from '../workspaces/linear-pattern.ts';
import { toFingerprint } from './fingerprint.ts';
import type { ErrorPattern } from './patterns/error-pattern.ts';
import { ERROR_PATTERNS } from './patterns/registry.ts';

/** Longer lines are only searched up to here, characters. */
const MAX_LINE = 2_000;
const MAX_MESSAGE = 500;

type Match = (line: string) => MatchGroups | undefined;

interface CompiledPattern {
  readonly pattern: ErrorPattern;
  readonly match: Match;
  readonly details: readonly Match[];
}

let compiled: Promise<readonly CompiledPattern[]> | undefined;

/** Compiles the patterns, once. */
export function compileErrorPatterns(): Promise<readonly CompiledPattern[]> {
  return (compiled ??= Promise.all(ERROR_PATTERNS.map(compile)));
}

async function compile(pattern: ErrorPattern): Promise<CompiledPattern> {
  const own = (text: string, hints: readonly string[]): Promise<Match> =>
    compileGroups(text).then(
      (match) => (line) => (hints.some((hint) => line.includes(hint)) ? match(line) : undefined),
    );
  const details = pattern.details?.patterns ?? [];
  return {
    pattern,
    match: await own(pattern.pattern, pattern.hints),
    details: await Promise.all(details.map((detail) => own(detail.pattern, detail.hints))),
  };
}

/** An error with the number of its detector. */
export interface NumberedError extends FoundError {
  readonly number: number;
}

/** An error whose end isn't known yet. */
interface OpenError {
  readonly number: number;
  readonly compiled: CompiledPattern;
  readonly fromLine: number;
  toLine: number;
  message: string | undefined;
  location: MatchGroups | undefined;
}

/** Reads the lines of one source in order. */
export class ErrorDetector {
  readonly #patterns: readonly CompiledPattern[];
  #found: NumberedError[] = [];
  #open: OpenError | undefined;
  #line = -1;
  #count = 0;

  constructor(patterns: readonly CompiledPattern[]) {
    this.#patterns = patterns;
  }

  /** Reads a line. Returns the number of the error that it belongs to. */
  add(text: string): number | undefined {
    this.#line += 1;
    const line = text.length > MAX_LINE ? text.slice(0, MAX_LINE) : text;
    const open = this.#open;
    if (open !== undefined && this.#continue(open, line)) return open.number;
    return this.#start(line);
  }

  /** Completes an open error: the source ended, or nothing more came for a while. */
  flush(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    const { kind, message: preset = kind } = open.compiled.pattern;
    const message = truncateText((open.message ?? preset).trim() || preset, MAX_MESSAGE);
    const { file, line, column } = open.location ?? {};
    this.#found.push({
      number: open.number,
      kind,
      message,
      ...defined({ file, line: toNumber(line), column: toNumber(column) }),
      fingerprint: toFingerprint(kind, message, file),
      fromLine: open.fromLine,
      toLine: open.toLine,
    });
  }

  /** Returns the errors completed since the last call. */
  take(): readonly NumberedError[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #start(line: string): number | undefined {
    for (const candidate of this.#patterns) {
      const groups = candidate.match(line);
      if (groups === undefined) continue;
      this.flush();
      this.#count += 1;
      const number = this.#count;
      const fromLine = this.#line;
      const location = groups['file'] === undefined ? undefined : groups;
      this.#open = { number, compiled: candidate, fromLine, toLine: fromLine, message: groups['message'], location };
      if (candidate.pattern.details === undefined) this.flush();
      return number;
    }
    return undefined;
  }

  /** Whether the line is a part of the open error, which it may complete. */
  #continue(open: OpenError, line: string): boolean {
    const { details } = open.compiled.pattern;
    if (details === undefined || this.#line - open.fromLine > details.maxLines) return this.#end();
    const groups = firstMatch(open.compiled.details, line);
    if (groups === undefined) return details.allowsOthers && !this.#startsAnother(line) ? true : this.#end();
    open.toLine = this.#line;
    if (groups['file'] !== undefined && (open.location?.['line'] === undefined || details.location === 'last'))
      open.location = groups;
    const message = groups['message'];
    if (message === undefined) return true;
    open.message ??= message;
    if (details.endsWithMessage === true) this.flush();
    return true;
  }

  /** Another error starts, such as the next failed test. */
  #startsAnother(line: string): boolean {
    return this.#patterns.some(({ match }) => match(line) !== undefined);
  }

  #end(): false {
    this.flush();
    return false;
  }
}

function firstMatch(details: readonly Match[], line: string): MatchGroups | undefined {
  for (const match of details) {
    const groups = match(line);
    if (groups !== undefined) return groups;
  }
  return undefined;
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

/** All errors of a text. */
export async function findErrors(text: string): Promise<readonly FoundError[]> {
  const detector = new ErrorDetector(await compileErrorPatterns());
  for (const line of text.split('\n')) detector.add(line);
  detector.flush();
  return detector.take().map(({ number: _number, ...error }) => error);
}
