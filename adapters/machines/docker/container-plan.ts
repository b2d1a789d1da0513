// What a container is created from: its place, its image, and the labels by which this installation finds it again.
import { randomUUID } from 'node:crypto';
import type { MachineContext } from '../define-machine.ts';
import { hashPlan, LABELS, type ContainerPlan, type DockerSettings, type ExtraMount } from './container-options.ts';
import type { Engine } from './engine.ts';
import type { ContainerPlace } from './container-place.ts';
import type { Owner } from './workspace-owner.ts';

const NAME_CHARS = 8;

/** The facts of a plan. */
export interface PlanFacts {
  readonly id: string;
  readonly place: ContainerPlace;
  readonly home: string;
  readonly context: Pick<MachineContext, 'installation' | 'owner'>;
  readonly engine: Pick<Engine, 'isPodman' | 'isRootless' | 'hasInit'>;
  readonly settings: DockerSettings;
  readonly image: string;
  readonly owner: Owner;
  readonly mounts: readonly ExtraMount[];
}

/** Plans a container. */
export function planContainer(facts: PlanFacts): ContainerPlan {
  const { id, place, home, context, engine, settings, image, mounts } = facts;
  const { workspace, agentId, sessionKey } = place;
  const plan = {
    image,
    workspace,
    home,
    user: `${facts.owner.uid}:${facts.owner.gid}`,
    isPodman: engine.isPodman,
    keepUser: engine.isPodman && engine.isRootless,
    settings,
    hasInit: engine.hasInit,
    mounts,
  };
  const labels = {
    [LABELS.installation]: context.installation,
    [LABELS.owner]: context.owner,
    [LABELS.options]: hashPlan(plan),
    [LABELS.key]: id,
    [LABELS.workspace]: workspace,
    [LABELS.agent]: agentId,
    ...(sessionKey === undefined ? {} : { [LABELS.session]: sessionKey }),
  };
  return { ...plan, labels, name: `gatehouse-${id}-${randomUUID().slice(0, NAME_CHARS)}` };
}
