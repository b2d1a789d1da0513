// The name of a file in an answer, which opens its change, or else the file.
import { use, type ReactNode } from 'react';
import { supports } from '#contract/wire/features.ts';
import { t } from '#messages/translate.ts';
import { jumpToChange } from '../../../state/changes-jump.ts';
import { focusedSession } from '../../../state/layout.ts';
import { ServicesContext } from '../../../state/use-client.ts';
import { readFileName } from './file-name.ts';

interface FileLinkProps {
  readonly text: string;
  readonly children: ReactNode;
}

/** Inline code; a button if it names a file. */
export function FileLink({ text, children }: FileLinkProps) {
  const services = use(ServicesContext);
  const file = readFileName(text);
  const code = (
    <code dir="ltr" className="inline-code">
      {children}
    </code>
  );
  if (services === undefined || file === undefined || !supports(services.client.hello(), 'changes.list')) return code;
  const { layout } = services;
  const open = () => {
    const sessionKey = focusedSession(layout.getState());
    if (sessionKey !== undefined) jumpToChange(layout, { sessionKey, ...file });
  };
  return (
    <button type="button" title={t('changes.openFile')} className="hover:underline" onClick={open}>
      {code}
    </button>
  );
}
