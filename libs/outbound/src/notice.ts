import { cityDay } from '#calendar';
import type { Day } from '#kernel';
import { MASK } from '#read-model';
import type { PartDecision } from './domain/events.ts';
import type { OutboundItem } from './outbound.types.ts';
import type { AnswerPart } from './answer.types.ts';

const DECIDED: Readonly<Record<PartDecision, string>> = {
  GRANTED: 'diberikan',
  GRANTED_REDACTED: 'diberikan dengan penghitaman sebagian',
  REFUSED_EXEMPT: 'ditolak karena dikecualikan',
  REFUSED_OTHER: 'ditolak',
  NOT_HELD: 'tidak dikuasai',
  NOT_YET_DOCUMENTED: 'belum didokumentasikan',
  TO_FOLLOW: 'menyusul',
};

const FORMS = {
  INSPECT: 'melihat',
  COPY_PAPER: 'salinan tercetak',
  COPY_DIGITAL: 'salinan digital',
} as const;

/**
 * The text as it leaves the house: of a statutory answer the written notice with all that KIP 22(7)
 * asks, in Indonesian, the addressee merged in. Null once its key was destroyed.
 */
export function renderNotice(item: OutboundItem): string | null {
  const { title, body, shown } = item;
  if (title === null || body === null) return null;
  if (shown.track !== 'STATUTORY') return [title, '', body].join('\n');
  const heading = item.interim ? 'PEMBERITAHUAN TERTULIS SEMENTARA' : 'PEMBERITAHUAN TERTULIS';
  const lines = [
    heading,
    '(UU 14/2008 Pasal 22 ayat (7))',
    '',
    ...shown.answered.flatMap(addressOf),
    '',
    `Perihal: ${title}`,
    '',
    body,
    '',
    'Keputusan atas informasi yang diminta:',
    ...item.parts.flatMap(partLines),
    ...noticeLines(item),
  ];
  return lines.join('\n');
}

/** One request each, whether the viewer sees it or not. */
function addressOf(request: OutboundItem['answers'][number] | null): string[] {
  if (request === null) {
    return [`Kepada Yth. ${MASK}`, `Nomor pendaftaran: ${MASK}, diterima ${MASK}`];
  }
  const { number, receivedAt, requester } = request;
  const address = requester?.address ?? null;
  return [
    `Kepada Yth. ${requester?.name ?? MASK}`,
    ...(address === null ? [] : [address]),
    `Nomor pendaftaran: ${number ?? '-'}, diterima ${dateOf(cityDay(receivedAt))}`,
  ];
}

function partLines(shown: AnswerPart, index: number): string[] {
  const { part, decision, reason, legalBasis, followsBy, kept } = shown;
  const exempt =
    kept.exemption === undefined ? [] : [`Pasal 17 huruf ${kept.exemption.toLowerCase()}`];
  const why = [
    ...exempt,
    ...(legalBasis === null ? [] : [legalBasis]),
    ...(reason === null ? [] : [reason]),
    ...(followsBy === null ? [] : [`paling lambat ${dateOf(followsBy)}`]),
  ];
  const because = why.length === 0 ? '' : ` (${why.join('; ')})`;
  return [`${index + 1}. ${part ?? MASK}: ${DECIDED[decision]}${because}`];
}

function noticeLines({ notice, parts }: OutboundItem): string[] {
  const granted = parts.some(({ decision }) => decision.startsWith('GRANTED'));
  const whole = parts.every(({ decision }) => decision === 'GRANTED');
  const held = notice?.heldByPublicBody ?? null;
  const here = parts.some(({ decision }) => decision !== 'NOT_HELD');
  const elsewhere = held === null ? '' : `; dikuasai oleh ${held}`;
  const lines = [
    `Penguasaan: ${here ? 'dikuasai' : 'tidak dikuasai'} oleh badan publik ini${elsewhere}`,
    `Dokumentasi: ${notice?.documented === false ? 'belum' : 'sudah'} didokumentasikan`,
    `Cakupan: ${whole ? 'seluruhnya' : granted ? 'sebagian' : 'tidak diberikan'}`,
  ];
  if (notice === null) return ['', ...lines];
  const { form, blackedOut, costIdr, howToPay } = notice;
  if (form !== null) lines.push(`Bentuk: ${FORMS[form]}`);
  if (blackedOut !== null) lines.push(`Penghitaman: ${blackedOut}`);
  if (costIdr !== null) {
    const paid = howToPay === null ? '' : `, ${howToPay}`;
    lines.push(`Biaya: Rp${costIdr.toLocaleString('id-ID')}${paid}`);
  }
  return ['', ...lines];
}

const MONTHS = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
];

const dateOf = (day: Day): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
};
