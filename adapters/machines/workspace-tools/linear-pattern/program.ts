// Part 2: tree to a list of instructions, as Thompson described it.
import { PatternError } from './syntax.ts';
import type { Node, Range } from './syntax.ts';

/** One step. `to` are the numbers of the next ones. */
export type Instruction =
  | { readonly type: 'set'; readonly accepts: (code: number) => boolean; readonly to: number }
  | { readonly type: 'assert'; readonly what: 'start' | 'end' | 'word' | 'not-word'; readonly to: number }
  | { readonly type: 'split'; readonly to: readonly number[] }
  | { readonly type: 'match' };

const MAX_INSTRUCTIONS = 1000;
/** Counted groups within each other multiply, also when they are empty. */
const MAX_VISITS = 20_000;

/** Compiles back to front: each node is told where to go on. Returns the list and the first instruction. @throws {PatternError} when it gets too large */
export function compileProgram(
  node: Node,
  ignoreCase: boolean,
): { readonly code: readonly Instruction[]; readonly start: number } {
  const code: Instruction[] = [];
  const add = (instruction: Instruction): number => {
    if (code.length >= MAX_INSTRUCTIONS) throw new PatternError('The pattern is too large. Use smaller counts.');
    return code.push(instruction) - 1;
  };
  let visits = 0;
  const emit = (part: Node, to: number): number => {
    visits += 1;
    if (visits > MAX_VISITS) throw new PatternError('The pattern is too large. Use smaller counts.');
    switch (part.type) {
      case 'set':
        return add({ type: 'set', accepts: tester(part.ranges, part.negated, ignoreCase), to });
      case 'assert':
        return add({ type: 'assert', what: part.what, to });
      case 'sequence':
        return part.nodes.reduceRight((next, child) => emit(child, next), to);
      case 'choice':
        return add({ type: 'split', to: part.nodes.map((child) => emit(child, to)) });
      case 'repeat':
        return emitRepeat(part, to);
    }
  };
  const emitRepeat = (part: Extract<Node, { type: 'repeat' }>, to: number): number => {
    let next = to;
    if (part.max === Infinity) {
      const loop = add({ type: 'split', to: [] });
      code[loop] = { type: 'split', to: [emit(part.node, loop), to] };
      next = loop;
    } else {
      for (let optional = part.min; optional < part.max; optional += 1)
        next = add({ type: 'split', to: [emit(part.node, next), to] });
    }
    for (let required = 0; required < part.min; required += 1) next = emit(part.node, next);
    return next;
  };
  const end = add({ type: 'match' });
  return { code, start: emit(node, end) };
}

function tester(ranges: readonly Range[], negated: boolean, ignoreCase: boolean): (code: number) => boolean {
  const inRanges = (code: number): boolean => ranges.some(([low, high]) => code >= low && code <= high);
  if (!ignoreCase) return (code) => inRanges(code) !== negated;
  return (code) => {
    const char = String.fromCharCode(code);
    return (
      (inRanges(code) || inRanges(char.toLowerCase().charCodeAt(0)) || inRanges(char.toUpperCase().charCodeAt(0))) !==
      negated
    );
  };
}
