// The configuration file as it is, what is wrong in it, and a way to change values without losing comments.
import { Copy } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field, TextArea } from '../../design/field.tsx';
import { Card, Section } from '../../design/page.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { toast } from '../../design/toasts.ts';
import { asRequestError, hintOf } from '../../state/resource.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { patchProblem } from './config-patch.ts';
import { loadPart } from '../../state/load-part.ts';

const CodeEditorView = lazy(async () => ({
  default: (await loadPart(() => import('../files/code-editor.tsx'))).CodeEditorView,
}));
const NOTHING = () => undefined;

/** Settings, Configuration file. */
export function ConfigurationSection() {
  const read = useRequest('config.get', {}, ['config.changed', 'settings.changed']);
  const config = read.data;
  return (
    <Section
      title="Configuration file"
      summary="What the other pages set stands in this file, and so can be edited by hand. Changes take effect at once."
      actions={
        config === undefined ? undefined : <ChangeValues hash={config.hash} onStale={() => void read.reload()} />
      }
    >
      {read.status === 'loading' && <SkeletonLines count={8} label="Reading the configuration" />}
      {read.status === 'error' && (
        <ErrorNote
          title="The configuration could not be read"
          message={read.error.message}
          hint={hintOf(read.error)}
          onRetry={() => void read.reload()}
        />
      )}
      {config !== undefined && <ConfigView config={config} />}
    </Section>
  );
}

function ConfigView({ config }: { readonly config: ConfigSnapshot }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-center gap-1 text-xs text-ink-soft">
        <code className="min-w-0 truncate">{config.path}</code>
        <IconButton
          label="Copy path"
          size="xs"
          onClick={() => void navigator.clipboard.writeText(config.path).then(() => toast({ title: 'Copied' }))}
        >
          <Copy size={12} aria-hidden />
        </IconButton>
      </p>
      {config.issues.map((issue) => (
        <ErrorNote
          key={issue.path + issue.message}
          title={issue.path}
          message={issue.message}
          hint="The values before this mistake stay in force."
        />
      ))}
      {config.exists && config.raw !== null ? (
        <Card className="h-120 overflow-hidden">
          <Suspense
            fallback={
              <div className="p-4">
                <SkeletonLines count={6} label="Opening the editor" />
              </div>
            }
          >
            <CodeEditorView path="gatehouse.json5" text={config.raw} readOnly onChange={NOTHING} onSave={NOTHING} />
          </Suspense>
        </Card>
      ) : (
        <p className="text-sm text-ink-soft">There is no file yet. It is written with the first change.</p>
      )}
    </div>
  );
}

/** A merge patch: only the named values change, comments and order stay. Refused when the file changed meanwhile. */
function ChangeValues({ hash, onStale }: { readonly hash: string; readonly onStale: () => void }) {
  const client = useClient();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('{\n  \n}');
  const [failure, setFailure] = useState<ReturnType<typeof asRequestError> | undefined>();
  const [base, setBase] = useState(hash);
  const problem = patchProblem(text);
  const begin = () => {
    setBase(hash);
    setFailure(undefined);
    setOpen(true);
  };
  const apply = async () => {
    try {
      const { changedPaths, needsRestart } = await client.request('config.patch', { raw: text, baseHash: base });
      setOpen(false);
      toast({
        title: changedPaths.length === 0 ? 'Nothing differs' : `Changed ${changedPaths.join(', ')}`,
        ...(needsRestart.length === 0 ? {} : { detail: `In force after a restart: ${needsRestart.join(', ')}` }),
      });
    } catch (cause) {
      setFailure(asRequestError(cause));
      onStale();
    }
  };
  const footer = (
    <>
      <Button onClick={() => setOpen(false)}>Cancel</Button>
      <Button look="primary" disabled={problem !== undefined} onClick={() => void apply()}>
        Apply
      </Button>
    </>
  );
  return (
    <>
      <Button size="sm" onClick={begin}>
        Change values…
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Change values"
        description="JSON with only what should differ; null takes a value away. Comments and order of the file stay."
        footer={footer}
      >
        <Field label="Values" error={text.trim() === '' ? undefined : problem}>
          {(control) => (
            <TextArea
              {...control}
              rows={9}
              spellCheck={false}
              className="font-mono text-xs"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {failure !== undefined && (
          <div className="mt-3">
            <ErrorNote
              message={failure.message}
              hint={hintOf(failure)}
              action={
                base === hash ? undefined : (
                  <Button size="sm" onClick={begin}>
                    Take the newer file
                  </Button>
                )
              }
            />
          </div>
        )}
      </Dialog>
    </>
  );
}
