// Part 3: does a line contain the pattern? Sets of instructions are states; transitions are computed once and kept,
// so each character of foreign text costs a bounded amount of work, whatever the pattern.
import { compileProgram } from './program.ts';
import type { Instruction } from './program.ts';
import { parsePattern } from './syntax.ts';

const MAX_STATES = 1000;
/** What stands on one side of a position: nothing, a word character, another character. */
type Side = 'edge' | 'word' | 'other';

interface State {
  /** Instructions to go on with, before assertions are judged. */
  readonly waiting: readonly number[];
  readonly before: Side;
  readonly next: Map<number, State | typeof FOUND>;
  atEnd: boolean | undefined;
}

const FOUND = Symbol('found');

/** A compiled pattern. */
export interface LinearPattern {
  /** Whether `line` (no line breaks) contains it. */
  test(line: string): boolean;
}

/** Compiles a regular expression that is matched in linear time. @throws {PatternError} with the reason */
export function compileLinearPattern(pattern: string): LinearPattern {
  const { node, ignoreCase } = parsePattern(pattern);
  const { code, start } = compileProgram(node, ignoreCase);
  return new Automaton(code, start);
}

class Automaton implements LinearPattern {
  private readonly code: readonly Instruction[];
  private readonly start: number;
  private states = new Map<string, State>();

  constructor(code: readonly Instruction[], start: number) {
    this.code = code;
    this.start = start;
  }

  test(line: string): boolean {
    let state = this.stateFor([this.start], 'edge');
    for (let at = 0; at < line.length; at += 1) {
      const char = line.charCodeAt(at);
      const next = state.next.get(char) ?? this.step(state, char);
      if (next === FOUND) return true;
      state = next;
    }
    state.atEnd ??= this.reach(state, 'edge') === FOUND;
    return state.atEnd;
  }

  private step(state: State, char: number): State | typeof FOUND {
    const after = sideOf(char);
    const reached = this.reach(state, after);
    const next = reached === FOUND ? FOUND : this.stateFor([...this.advance(reached, char), this.start], after);
    state.next.set(char, next);
    return next;
  }

  private advance(reached: ReadonlySet<number>, char: number): readonly number[] {
    const next: number[] = [];
    for (const index of reached) {
      const instruction = this.code[index];
      if (instruction?.type === 'set' && instruction.accepts(char)) next.push(instruction.to);
    }
    return next;
  }

  /** All instructions that can be reached without a character, or FOUND when the match is among them. */
  private reach(state: State, after: Side): ReadonlySet<number> | typeof FOUND {
    const seen = new Set<number>();
    const open = [...state.waiting];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (seen.has(index)) continue;
      seen.add(index);
      const instruction = this.code[index];
      if (instruction?.type === 'match') return FOUND;
      if (instruction?.type === 'split') open.push(...instruction.to);
      if (instruction?.type === 'assert' && holds(instruction.what, state.before, after)) open.push(instruction.to);
    }
    return seen;
  }

  private stateFor(waiting: readonly number[], before: Side): State {
    const sorted = [...new Set(waiting)].sort((a, b) => a - b);
    const key = `${before}:${sorted.join(',')}`;
    const known = this.states.get(key);
    if (known !== undefined) return known;
    if (this.states.size >= MAX_STATES) this.states = new Map();
    const state: State = { waiting: sorted, before, next: new Map(), atEnd: undefined };
    this.states.set(key, state);
    return state;
  }
}

function holds(what: 'start' | 'end' | 'word' | 'not-word', before: Side, after: Side): boolean {
  if (what === 'start') return before === 'edge';
  if (what === 'end') return after === 'edge';
  return ((before === 'word') !== (after === 'word')) === (what === 'word');
}

function sideOf(char: number): Side {
  const isWord = (char >= 48 && char <= 57) || (char >= 65 && char <= 90) || char === 95 || (char >= 97 && char <= 122);
  return isWord ? 'word' : 'other';
}
