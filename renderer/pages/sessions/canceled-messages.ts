// Messages that a rewind or fork cancels: they return to the message box with their attachments.
import { supports } from '#contract/wire/features.ts';
import type { AppServices } from '../../state/app-services.ts';
import { offerDraft, type DraftContent } from '../../state/drafts.ts';

/** What a request that cancels a message returns. */
export interface Canceled {
  /** Absent after anything but a message of a person. */
  readonly editorText?: string;
  /** The new session of a fork. */
  readonly sessionKey?: string;
}

/** The canceled messages of a session. */
export function createCanceledMessages({ client, drafts }: Pick<AppServices, 'client' | 'drafts'>, sessionKey: string) {
  /** With the contents of its files, which the transcript doesn't have. Undefined for anything but a message of a person. */
  const read = async (itemId: string): Promise<DraftContent | undefined> => {
    if (!supports(client.hello(), 'sessions.item.get')) return undefined;
    const { item } = await client.request('sessions.item.get', { key: sessionKey, itemId });
    return item.kind === 'user' ? item : undefined;
  };
  return {
    /** Makes a request that cancels a message. The message becomes the draft, unless there is one. */
    async toDraft<R extends Canceled>(messageId: string, request: () => Promise<R>): Promise<R> {
      const message = await read(messageId);
      const result = await request();
      const { editorText: text, sessionKey: key = sessionKey } = result;
      if (text !== undefined) offerDraft(drafts, key, { images: [], ...message, text });
      return result;
    },
  };
}
