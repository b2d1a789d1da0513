// /notify: which notifications a linked person gets, and when not.
import { CHANNEL_NOTIFICATIONS } from '#contract/types/channels.ts';
import { commandButton, defineChatCommand } from './chat-command.ts';

const TIMES = /^quiet\s+([01]\d|2[0-3]):([0-5]\d)\s*(?:-|–|to)\s*([01]\d|2[0-3]):([0-5]\d)$/i;

export const NOTIFY = defineChatCommand({
  name: 'notify',
  usage: '[all | approvals | none | quiet 22:00-07:00 | quiet off]',
  run: async ({ access, people, args, texts }) => {
    if (access.kind !== 'person') return texts.notifyLinkFirst;
    const labels = { all: texts.notifyAll, approvals: texts.notifyApprovals, none: texts.notifyNone };
    const { person, by } = access;
    const kind = CHANNEL_NOTIFICATIONS.find((known) => known === args.toLowerCase());
    if (kind !== undefined) {
      await people.update(person, { notify: kind }, by);
      return texts.notifyChanged(labels[kind]);
    }
    if (/^quiet\s+off$/i.test(args)) {
      await people.clearQuiet(person, by);
      return texts.quietOff;
    }
    const [, fromHour, fromMinute, toHour, toMinute] = TIMES.exec(args) ?? [];
    if (fromHour !== undefined) {
      const quiet = { from: `${fromHour}:${fromMinute ?? ''}`, to: `${toHour ?? ''}:${toMinute ?? ''}` };
      await people.update(person, { quiet }, by);
      return texts.quietOn(quiet.from, quiet.to);
    }
    const hours = person.quiet === undefined ? texts.off : texts.hours(person.quiet.from, person.quiet.to);
    const buttons = CHANNEL_NOTIFICATIONS.flatMap((name) => commandButton(labels[name], `/notify ${name}`) ?? []);
    return {
      markdown: texts.notifyState(labels[person.notify], hours),
      buttons: [buttons],
    };
  },
});
