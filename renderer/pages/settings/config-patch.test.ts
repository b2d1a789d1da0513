import { describe, expect, it } from 'vitest';
import { patchProblem } from './config-patch.ts';

describe('a change to the configuration', () => {
  it('must be a JSON object that names something', () => {
    expect(patchProblem('{"a":{"b":null}}')).toBeUndefined();
    for (const bad of ['', '[]', 'null', '{}', '{a:1}', '{"a":']) expect(patchProblem(bad)).toBeTypeOf('string');
  });
});
