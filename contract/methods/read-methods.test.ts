import { expect, it } from 'vitest';
import { READ_METHODS } from '../generated/read-methods.ts';
import { METHODS } from './registry.ts';

it('lists the read methods of the table (if this fails: npm run generate)', () => {
  const reads = Object.entries(METHODS).flatMap(([name, { scope }]) =>
    scope === 'any' || scope === 'operator.read' ? [name] : [],
  );
  expect([...READ_METHODS].toSorted()).toEqual(reads.toSorted());
});
