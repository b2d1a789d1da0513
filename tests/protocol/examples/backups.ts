// Examples of the methods for backups.
import { defineExamples } from './example.ts';

const PASSPHRASE = { what: 'passphrase', secret: 'sample words that are long' } as const;

export const BACKUP_EXAMPLES = defineExamples({
  'backup.status': {},
  'backup.list': {},
  'backup.create': {
    params: async ({ client }) => {
      await client.request('backup.setSecret', PASSPHRASE);
      return {};
    },
  },
  'backup.cancel': {},
  'backup.verify': {
    params: async ({ client }) => {
      await client.request('backup.setSecret', PASSPHRASE);
      await client.request('backup.create', {});
      for (;;) {
        const { backups } = await client.request('backup.list', {});
        const [newest] = backups;
        const { running } = await client.request('backup.status', {});
        if (newest !== undefined && running === undefined) return { name: newest.name };
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  },
  'backup.setSecret': { params: () => PASSPHRASE },
});
