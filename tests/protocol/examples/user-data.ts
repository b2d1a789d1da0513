// A person's data.
import { connected } from '../support/raw-socket.ts';
import { defineExamples } from './example.ts';

export const USER_DATA_EXAMPLES = defineExamples({
  'sessions.export_user': {},
  // The sample host needs its sessions: here a reader asks, who may not.
  'sessions.purge_user': {
    params: () => ({ confirm: 'purge' }),
    caller: (world) => connected(world.gateway.url, { scopes: ['operator.read'] }),
    refusal: 'FORBIDDEN',
  },
});
