// What a gateway supports, as its `hello-ok` lists it.
import type { MethodName } from '../methods/registry.ts';
import type { Hello } from './client-api.ts';

/** Whether a gateway has these methods. Before `hello-ok`, and if it lists none, they are assumed to exist. */
export function supports(hello: Pick<Hello, 'features'> | undefined, ...methods: readonly MethodName[]): boolean {
  const listed = hello?.features.methods ?? [];
  return listed.length === 0 || methods.every((method) => listed.includes(method));
}
