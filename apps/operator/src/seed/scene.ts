import type { Receipt, RequestIntent } from '#information-requests/api';
import type { RequestId } from '#kernel';
import type { DraftIntent, ItemIntent, OutboundItem } from '#outbound/api';
import { office } from './play.ts';
import type { Played } from './play.ts';

export type Step = { at: string; who: string; intent(request: Played): RequestIntent };

/** What happens to one request, from its receipt on; times are the city's. */
export type Scene = {
  at: string;
  who: string;
  receipt: Receipt;
  steps: Step[];
  answer?: TextScene;
};

export type TextStep = { at: string; who: string; intent(item: OutboundItem): ItemIntent };

/** What happens to one text that is to leave the house; `request`: which one it answers. */
export type TextScene = {
  at: string;
  who: string;
  draft(request: RequestId): DraftIntent;
  steps: TextStep[];
};

export const coordinator = 'coordinator.diskominfo';
const diskominfo = office('DISKOMINFO');

export const step = (
  at: string,
  who: string,
  intent: RequestIntent | ((request: Played) => RequestIntent),
): Step => ({ at, who, intent: typeof intent === 'function' ? intent : () => intent });

export const register = (at: string): Step =>
  step(at, coordinator, { type: 'RegisterInformationRequest' });

export const assign = (at: string, code: string, lead: boolean, instructions?: string): Step =>
  step(at, coordinator, {
    type: 'AssignOffice',
    office: office(code),
    lead,
    ...(instructions === undefined ? {} : { instructions }),
  });

export const accept = (at: string, code: string): Step =>
  step(at, `officer.${code.toLowerCase()}`, (request) => ({
    type: 'AcceptAssignment',
    ...request.of(code),
  }));

export const submit = (at: string, code: string, text: string): Step =>
  step(at, `lead.${code.toLowerCase()}`, (request) => ({
    type: 'SubmitContribution',
    ...request.of(code),
    text,
    informationHeld: true,
  }));

export const settle = (at: string, code: string): Step =>
  step(at, coordinator, (request) => ({ type: 'AcceptContribution', ...request.of(code) }));

export const citizen = (name: string, subject: string, details: string): Receipt => ({
  track: 'STATUTORY',
  channel: 'ONLINE',
  subject,
  details,
  purpose: 'Penelitian pribadi',
  requester: {
    identity: {
      kind: 'CITIZEN',
      name,
      identityKind: 'NIK',
      identityNumber: '3278010101900001',
      email: 'pemohon@example.id',
      phone: '+62 812-0000-0001',
      address: 'Jl. Contoh No. 1, Tasikmalaya',
    },
  },
  wantedForm: 'COPY_DIGITAL',
  delivery: 'EMAIL',
});

export const journalist = (name: string, subject: string, details: string): Receipt => ({
  track: 'MEDIA',
  channel: 'MESSAGING',
  subject,
  details,
  requester: {
    identity: { kind: 'JOURNALIST', name, organisation: 'Warta Priangan (rekaan)' },
  },
});

export const betweenOffices = (asking: string, subject: string, details: string): Receipt => ({
  track: 'INTER_OFFICE',
  channel: 'INTERNAL',
  subject,
  details,
  requestingOffice: office(asking),
  receivingOffice: diskominfo,
});
