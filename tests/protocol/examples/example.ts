// One example per method: what the protocol page shows, and what tests/protocol/every-result.test.ts calls.
import type { MethodName, MethodParams } from '#contract/methods/registry.ts';
import type { RawSocket } from '../support/raw-socket.ts';
import type { ExampleWorld } from './world.ts';

/** A call of one method in the sample world. */
export interface Example<P> {
  /** Prepares what the call needs and gives its params; a method that takes none leaves it out. */
  readonly params?: (world: ExampleWorld) => P | Promise<P>;
  /** The connection that calls; default: an operator with all scopes. */
  readonly caller?: (world: ExampleWorld) => Promise<RawSocket>;
  /** Code with which the sample host refuses, for methods that have nothing to succeed with there. */
  readonly refusal?: string;
  /** The method answers twice; the second answer is the result. */
  readonly twice?: boolean;
}

/** Examples of some methods. */
export type Examples = { readonly [M in MethodName]?: Example<MethodParams<M>> };

/** Checks names and params without widening them. */
export function defineExamples(examples: Examples): Examples {
  return examples;
}
