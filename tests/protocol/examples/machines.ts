// Examples of the methods for machines. The sample host has no container engine.
import { defineExamples } from './example.ts';

const ID = { id: 'b1946ac92492' };
const NOT_FOUND = { params: () => ID, refusal: 'INVALID_REQUEST' };
const UNAVAILABLE = { refusal: 'UNAVAILABLE' };

export const MACHINE_EXAMPLES = defineExamples({
  'machines.list': {},
  'machines.get': NOT_FOUND,
  'resources.samples': { params: () => ({ period: '15m' }) },
  'machines.logs': { params: () => ({ ...ID, limit: 50 }), refusal: 'INVALID_REQUEST' },
  'machines.start': NOT_FOUND,
  'machines.stop': NOT_FOUND,
  'machines.recreate': NOT_FOUND,
  'machines.remove': NOT_FOUND,
  'machines.images.list': UNAVAILABLE,
  'machines.images.pull': { params: () => ({ name: 'node:24-bookworm' }), ...UNAVAILABLE },
  'machines.images.build': { params: () => ({ agentId: 'main' }), ...UNAVAILABLE },
  'machines.disk': UNAVAILABLE,
  'machines.prune': { params: () => ({ part: 'images' }), ...UNAVAILABLE },
});
