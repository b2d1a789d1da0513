// Configuration of the secret scan.
import { SECRET_KINDS } from '../types/secret-patterns.ts';
import { flag, list, section } from './define-key.ts';

/** `secretScan`. */
export const SECRET_SCAN = section(
  'Secret scan',
  'Keeps secrets such as API keys and access tokens from being sent to models.',
  {
    messages: flag(
      'Messages',
      'Whether messages and attached files that appear to contain a secret are held back until the sender decides.',
      true,
    ),
    toolResults: flag(
      'Tool results',
      'Whether secrets in the results of tools, such as files and command output, are replaced by a marker like `[secret: GitHub token]`. Secrets stored in Gatehouse are always replaced.',
      true,
    ),
    ignore: list(
      'Ignored kinds',
      `Kinds of secrets that aren't looked for: ${SECRET_KINDS.map((kind) => `\`${kind}\``).join(', ')}.`,
      SECRET_KINDS.length,
      { pattern: `^(${SECRET_KINDS.join('|')})$`, maxLength: 40 },
    ),
  },
);
