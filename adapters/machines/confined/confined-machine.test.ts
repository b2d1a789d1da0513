// The confined machine, with a real bubblewrap.
// Proves: N-17
import { beforeEach } from 'vitest';
import { machineConformance } from '#tests/conformance/machine.ts';
import { findMissingConfinement, openConfined } from '#tests/support/confined-machine.ts';

const missing = findMissingConfinement();
beforeEach((context) => context.skip(missing !== undefined, missing));

machineConformance('confined machine', () => openConfined());
