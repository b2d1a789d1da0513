// The further actions of a code block: save it in the folder of the session, open the file it belongs to, or download it.
import { Ellipsis } from 'lucide-react';
import { Suspense, use, useState } from 'react';
import { supports } from '#contract/wire/features.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { Menu, type MenuEntry } from '../../../design/menu.tsx';
import { jumpToFile } from '../../../state/file-jump.ts';
import { lazyPart } from '../../../state/load-part.ts';
import { ServicesContext } from '../../../state/use-client.ts';
import { saveFile } from '../../settings/export-audit.ts';
import { pathOfCode } from './code-path.ts';
import { CodeSession } from './code-session.ts';

const SaveCodeDialog = lazyPart(() => import('./save-code-dialog.tsx'), 'SaveCodeDialog');

interface CodeMenuProps {
  readonly language: string;
  readonly code: string;
  /** The file that the fence names. */
  readonly path: string | undefined;
}

/** Files are written only after a look at the difference. */
export function CodeMenu({ language, code, path: named }: CodeMenuProps) {
  const services = use(ServicesContext);
  const sessionKey = use(CodeSession);
  const [target, setTarget] = useState<string>();
  const path = named ?? pathOfCode(code);
  const canSave =
    services !== undefined && sessionKey !== undefined && supports(services.client.hello(), 'sessions.files.set');
  const entries: readonly MenuEntry[] = [
    ...(canSave && path !== undefined
      ? ([
          { kind: 'item', label: t('transcript.code.apply', { path }), run: () => setTarget(path) },
          {
            kind: 'item',
            label: t('transcript.code.open', { path }),
            run: () => jumpToFile(services.layout, { sessionKey, path }),
          },
        ] as const)
      : []),
    ...(canSave
      ? [
          {
            kind: 'item' as const,
            label: t('transcript.code.saveAs'),
            run: () => setTarget(path ?? `code.${ending(language)}`),
          },
        ]
      : []),
    {
      kind: 'item',
      label: t('transcript.code.download'),
      run: () =>
        saveFile(path?.slice(path.lastIndexOf('/') + 1) ?? `code.${ending(language)}`, `${code}\n`, 'text/plain'),
    },
  ];
  return (
    <>
      <Menu entries={entries} align="end">
        <IconButton plain size="xs" icon={Ellipsis} label={t('transcript.code.more')} />
      </Menu>
      {target !== undefined && sessionKey !== undefined && (
        <Suspense fallback={null}>
          <SaveCodeDialog sessionKey={sessionKey} path={target} code={code} onClose={() => setTarget(undefined)} />
        </Suspense>
      )}
    </>
  );
}

const ENDINGS: Readonly<Record<string, string>> = {
  typescript: 'ts',
  javascript: 'js',
  python: 'py',
  rust: 'rs',
  markdown: 'md',
  bash: 'sh',
  shell: 'sh',
  yaml: 'yml',
  ruby: 'rb',
  csharp: 'cs',
  kotlin: 'kt',
};

function ending(language: string): string {
  return ENDINGS[language] ?? (/^[a-z]\w{0,5}$/.test(language) ? language : 'txt');
}
