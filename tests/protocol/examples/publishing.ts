// Publishing. The session of the sample world works in a folder without a repository.
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

const inSession = async (world: ExampleWorld) => ({ sessionKey: await world.session('publishing') });
const REFUSED = { refusal: 'INVALID_REQUEST' };

export const PUBLISHING_EXAMPLES = defineExamples({
  'changes.commitMessage': { params: inSession, ...REFUSED },
  'changes.commit': {
    params: async (world) => ({ ...(await inSession(world)), message: 'Describe the beans', paths: ['notes.md'] }),
    ...REFUSED,
  },
  'changes.push': { params: async (world) => ({ ...(await inSession(world)), remote: 'origin' }), ...REFUSED },
  'changes.pullRequest': {
    params: async (world) => ({ ...(await inSession(world)), title: 'Describe the beans', draft: true }),
    ...REFUSED,
  },
  'changes.pullRequest.status': { params: inSession, ...REFUSED },
});
