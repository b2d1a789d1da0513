// Comments on lines, which are collected and sent to the agent as one message.
import type { ChangeComment } from '#contract/types/changes.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SendRequest, SendResult } from '../engine/runs-facet.ts';
import type { StoredComment } from '../ports/changes-store.ts';
import type { Principal } from '../principal.ts';
import type { ChangesFacet } from './changes-facet.ts';

const MAX_COMMENTS = 200;

interface Parts {
  readonly ports: Pick<EnginePorts, 'store' | 'clock' | 'ids'>;
  readonly send: (request: SendRequest) => Promise<SendResult>;
  readonly changed: (sessionKey: string) => void;
}

/** The comments of sessions. */
export function changeComments({
  ports,
  send,
  changed,
}: Parts): Pick<ChangesFacet, 'comments' | 'addComment' | 'removeComment' | 'sendComments'> {
  const store = ports.store.changes;
  return {
    comments: async (key) => (await store.comments(key)).map(toComment),
    async addComment(sessionKey, comment, by) {
      if ((await store.comments(sessionKey)).length >= MAX_COMMENTS)
        throw invalidRequest(
          `A session can have up to ${MAX_COMMENTS} comments.`,
          'TOO_MANY_COMMENTS',
          'Send or remove some first.',
        );
      const stored = { ...comment, id: ports.ids.next(), createdAt: ports.clock.now() };
      await store.write({ comments: [{ ...stored, sessionKey, ownerId: by.userId }] });
      changed(sessionKey);
      return stored;
    },
    async removeComment(sessionKey, id) {
      await store.write({ removedComments: [id] });
      changed(sessionKey);
    },
    async sendComments(sessionKey, { runId, text = '' }, by: Principal) {
      const comments = await store.comments(sessionKey);
      if (comments.length === 0)
        throw invalidRequest('There are no comments to send.', 'NO_COMMENTS', 'Add a comment first.');
      const message = [text, ...comments.map(describeComment)].filter((part) => part !== '').join('\n\n');
      const sent = await send({
        sessionKey,
        text: message,
        images: [],
        runId,
        queueMode: 'followup',
        by,
        literal: true,
      });
      await store.write({ removedComments: comments.map(({ id }) => id) });
      changed(sessionKey);
      return { runId: sent.runId };
    },
  };
}

function toComment({ sessionKey: _sessionKey, ownerId: _ownerId, ...comment }: StoredComment): ChangeComment {
  return comment;
}

function describeComment({ path, side, startLine, endLine, text }: ChangeComment): string {
  const lines = startLine === endLine ? `line ${startLine}` : `lines ${startLine} to ${endLine}`;
  const where = side === 'old' ? `${lines} of the previous version` : lines;
  return `Comment on ${JSON.stringify(path)}, ${where}:\n${text}`;
}
