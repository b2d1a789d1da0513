// Encrypted backups. Secrets are write-only.
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const BACKUP_HANDLERS = defineHandlers({
  'backup.status': (_params, { services }) => services.backups.status(),

  'backup.list': async (_params, { services, signal }) => {
    const backups = await services.backups.list(signal);
    return { location: (await services.backups.status()).location, backups };
  },

  'backup.create': async (_params, { services, by }) => ({ started: await services.backups.create(by) }),

  'backup.cancel': async (_params, { services }) => ({ canceled: await services.backups.cancel() }),

  'backup.verify': ({ name }, { services, signal }) => services.backups.verify(name, signal),

  async 'backup.setSecret'({ what, secret }, { services, by }) {
    await services.backups.setSecret(what, secret, by);
    return services.backups.status();
  },
});
