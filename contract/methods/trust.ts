// Folder trust: which folders are trusted, and what in them would take effect.
import type { FolderTrust, TrustDecision } from '../types/folder-trust.ts';
import { approvalMethod, readMethod } from './define-method.ts';
import { Id, NoParams, Ok, SessionKey, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const Folder = Type.String({ minLength: 1, maxLength: 4096 });

const File = Type.Object(
  { path: Type.String({ maxLength: 4096 }), hash: Type.String({ maxLength: 64 }) },
  { additionalProperties: false },
);

/** Methods that list folders and decide about them. */
export const TRUST_METHODS = {
  'trust.list': readMethod({
    summary: 'Lists the folders that a person trusted or decided not to trust.',
    params: NoParams,
    result: resultType<{ readonly folders: readonly TrustDecision[] }>('TrustDecision[]'),
  }),
  'trust.describe': readMethod({
    summary:
      "Returns whether the folder of a session, or of an agent's workspace, is trusted, and the files in it that can take effect.",
    params: closed({ sessionKey: Type.Optional(SessionKey), agentId: Type.Optional(Id) }),
    result: resultType<FolderTrust>('FolderTrust'),
  }),
  'trust.set': approvalMethod({
    summary:
      'Trusts the folder of a session or agent, or decides not to. Rejected with `TRUST_CHANGED` if `files` aren’t those that are there now.',
    freshProof: true,
    params: closed({
      sessionKey: Type.Optional(SessionKey),
      agentId: Type.Optional(Id),
      trusted: Type.Boolean(),
      files: Type.Optional(Type.Array(File, { maxItems: 200 })),
    }),
    result: resultType<FolderTrust>('FolderTrust'),
  }),
  'trust.remove': approvalMethod({
    summary: 'Forgets the decision about a folder, so that it is asked about again.',
    params: closed({ folder: Folder }),
    result: Ok,
  }),
} as const;
