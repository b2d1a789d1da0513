// The message of a commit, proposed by the model until a person writes one, and the decision about likely secrets.
import { useEffect, useState } from 'react';
import type { RequestError } from '#contract/wire/client-api.ts';
import { errorDetails } from '#contract/wire/errors.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { formatList } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { TextField } from '../../design/field.tsx';
import { SwitchField } from '../../design/switch-field.tsx';
import { asRequestError } from '../../state/resource.ts';
import { useClient } from '../../state/use-client.ts';

const MESSAGE_ROWS = 4;

/** A proposed message, which a person can replace. Without a session, nothing is proposed. */
export function useCommitMessage(sessionKey: string | undefined) {
  const client = useClient();
  const [written, setWritten] = useState<string>();
  const [proposed, setProposed] = useState<string>();
  useEffect(() => {
    if (sessionKey === undefined) return;
    client.request('changes.commitMessage', { sessionKey }).then(
      ({ message }) => setProposed(message),
      // A person writes it.
      () => setProposed(''),
    );
  }, [client, sessionKey]);
  return {
    message: written ?? proposed ?? '',
    isProposing: sessionKey !== undefined && written === undefined && proposed === undefined,
    setMessage: setWritten,
  };
}

interface MessageFieldProps extends ReturnType<typeof useCommitMessage> {
  readonly label: string;
}

/** The field for the message. */
export function MessageField({ label, message, isProposing, setMessage }: MessageFieldProps) {
  return (
    <TextField
      label={label}
      rows={MESSAGE_ROWS}
      value={message}
      placeholder={isProposing ? t('worktrees.commit.proposing') : ''}
      onChange={setMessage}
      required
    />
  );
}

/** Whether a person allowed likely secrets, and the files in which some were found. */
export function useSecretDecision() {
  const [files, setFiles] = useState<readonly string[]>([]);
  const [isAllowed, setAllowed] = useState(false);
  /** Runs what may be refused because of secrets, and remembers in which files they are. */
  const guard = async <T,>(act: (allowSecrets: boolean) => Promise<T>): Promise<T> => {
    try {
      return await act(isAllowed);
    } catch (cause) {
      setFiles(listSecretFiles(asRequestError(cause)));
      throw cause;
    }
  };
  return { files, isAllowed, setAllowed, guard };
}

type SecretSwitchProps = Pick<ReturnType<typeof useSecretDecision>, 'files' | 'isAllowed' | 'setAllowed'>;

/** Nothing before secrets were found. */
export function SecretSwitch({ files, isAllowed, setAllowed }: SecretSwitchProps) {
  if (files.length === 0) return null;
  return (
    <SwitchField
      label={t('worktrees.commit.secrets')}
      hint={t('worktrees.commit.secretsHint', { files: formatList(files) })}
      checked={isAllowed}
      onChange={setAllowed}
    />
  );
}

function listSecretFiles(error: RequestError): readonly string[] {
  const { code, findings } = errorDetails(error);
  if (code !== 'SECRETS_FOUND' || !Array.isArray(findings)) return [];
  return [...new Set(findings.flatMap((found: unknown) => (isJsonObject(found) ? [String(found['path'])] : [])))];
}
