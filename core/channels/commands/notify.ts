// /notify: which notifications a linked person gets, and when not.
import { CHANNEL_NOTIFICATIONS } from '#contract/types/channels.ts';
import { commandButton, defineChatCommand } from './chat-command.ts';

const TIMES = /^quiet\s+([01]\d|2[0-3]):([0-5]\d)\s*(?:-|–|to)\s*([01]\d|2[0-3]):([0-5]\d)$/i;
const LABELS = { all: 'Everything', approvals: 'Approvals only', none: 'Nothing' } as const;

export const NOTIFY = defineChatCommand({
  name: 'notify',
  description: 'Choose your notifications and quiet hours.',
  usage: '[all | approvals | none | quiet 22:00-07:00 | quiet off]',
  run: async ({ access, people, args }) => {
    if (access.kind !== 'person') return 'Link your account first: only linked people get notifications.';
    const { person, by } = access;
    const kind = CHANNEL_NOTIFICATIONS.find((known) => known === args.toLowerCase());
    if (kind !== undefined) {
      await people.update(person, { notify: kind }, by);
      return `Notifications: ${LABELS[kind].toLowerCase()}.`;
    }
    if (/^quiet\s+off$/i.test(args)) {
      await people.clearQuiet(person, by);
      return 'Quiet hours are off.';
    }
    const [, fromHour, fromMinute, toHour, toMinute] = TIMES.exec(args) ?? [];
    if (fromHour !== undefined) {
      const quiet = { from: `${fromHour}:${fromMinute ?? ''}`, to: `${toHour ?? ''}:${toMinute ?? ''}` };
      await people.update(person, { quiet }, by);
      return `Quiet from ${quiet.from} to ${quiet.to}. Approvals that expire soon still arrive afterwards.`;
    }
    const hours = person.quiet === undefined ? 'off' : `${person.quiet.from} to ${person.quiet.to}`;
    const buttons = CHANNEL_NOTIFICATIONS.flatMap((name) => commandButton(LABELS[name], `/notify ${name}`) ?? []);
    return {
      markdown: `Notifications: ${LABELS[person.notify].toLowerCase()}. Quiet hours: ${hours}.\n\nSend \`/notify quiet 22:00-07:00\` to change them.`,
      buttons: [buttons],
    };
  },
});
