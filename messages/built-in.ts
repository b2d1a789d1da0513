// The English messages that are in memory. Here these are all; the build of the pages puts each message into the chunks that use it.
import type { CompiledMessage } from '@lingui/message-utils/compileMessage';

import { ENGLISH, type MessageId } from './english.ts';

/** English messages by id, to which the pages add those of each chunk that they load. */
export const BUILT_IN: Readonly<Partial<Record<MessageId, string | CompiledMessage>>> = ENGLISH;
