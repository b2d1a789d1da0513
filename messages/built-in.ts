// The English messages in memory: all of them, except in the built pages, where each chunk contains only the messages it uses.
import type { CompiledMessage } from '@lingui/message-utils/compileMessage';

import { ENGLISH, type MessageId } from './english.ts';

/** English messages by id, to which the pages add those of each chunk that they load. */
export const BUILT_IN: Readonly<Partial<Record<MessageId, string | CompiledMessage>>> = ENGLISH;
