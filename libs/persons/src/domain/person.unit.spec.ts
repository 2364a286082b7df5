import type { KeyId, PersonId } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { IDENTITY_KINDS, PERSON_KINDS, PERSON_TEXTS, person } from './person.ts';
import type { Identity, PersonCommand, PersonEvent, PersonField, PersonKind } from './person.ts';

const { given } = scenariosFor(person);
const keys = { person: 'k-1' as KeyId, name: 'k-2' as KeyId };
type Data = Identity<string> & { staff: boolean };
const citizen: Data = { kind: 'CITIZEN', staff: false, name: 'Siti', email: 'siti@example.org' };
const clerk: Data = { kind: 'STAFF', staff: true, name: 'Rara' };
const journalist: Data = { kind: 'JOURNALIST', staff: false, name: 'Dewi', organisation: 'Kabar' };
const register = (data: Data): PersonCommand => ({ type: 'RegisterPerson', ...data, keys });
const registered = (data: Data): PersonEvent => ({
  type: 'PersonRegistered',
  data: { ...data, keys },
});
const correct = (
  field: PersonField,
  from: string | null,
  to: string | null,
  reason = 'salah ketik',
): PersonCommand => ({ type: 'CorrectPerson', field, from, to, reason });
const corrected = (
  data: Omit<Extract<PersonEvent, { type: 'PersonCorrected' }>['data'], 'reason'>,
): PersonEvent => ({ type: 'PersonCorrected', data: { ...data, reason: 'salah ketik' } });

describe('a person', () => {
  it('becomes known once, with what says who they are', () => {
    for (const data of [citizen, clerk, journalist]) {
      given().when(register(data)).then(registered(data));
      given(registered(data)).when(register(data)).thenRejected('INVALID_STATE');
    }
    const guarded = { ...citizen, representedBy: 'p-2' as PersonId, identityNumber: '3278' };
    given().when(register(guarded)).then(registered(guarded));
    const nameless: Data = { kind: 'UNKNOWN', staff: false };
    given().when(register(nameless)).then(registered(nameless));
  });

  it('is staff exactly when of that kind, and then has a name', () => {
    for (const kind of PERSON_KINDS) {
      const wrong = { ...citizen, kind, staff: kind !== 'STAFF' };
      given().when(register(wrong)).thenField('INVALID_INPUT', 'kind');
    }
    given()
      .when(register({ ...clerk, name: ' ' }))
      .thenField('INVALID_INPUT', 'name');
    given()
      .when(register({ kind: 'STAFF', staff: true }))
      .thenField('INVALID_INPUT', 'name');
  });

  it('of the press is never asked for an identity number', () => {
    given()
      .when(register({ ...journalist, identityNumber: '3278' }))
      .thenField('INVALID_INPUT', 'identityNumber');
    given(registered(journalist))
      .when(correct('IDENTITY_NUMBER', null, '3278'))
      .thenField('INVALID_INPUT', 'value');
    given(registered(journalist))
      .when(correct('IDENTITY_NUMBER', '3278', null))
      .then(corrected({ field: 'IDENTITY_NUMBER', text: { from: '3278', to: null } }));
    given(
      registered(citizen),
      corrected({ field: 'KIND', code: { from: 'CITIZEN', to: 'JOURNALIST' } }),
    )
      .when(correct('IDENTITY_NUMBER', null, '3278'))
      .thenField('INVALID_INPUT', 'value');
  });
});

describe('correcting a person', () => {
  it('keeps old value, new value and reason, the name apart from the rest', () => {
    const change = { from: 'a', to: 'b' };
    for (const field of PERSON_TEXTS) {
      const data = field === 'NAME' ? { field, name: change } : { field, text: change };
      given(registered(citizen))
        .when(correct(field, 'a', 'b'))
        .then(corrected(data));
    }
    given(registered(citizen))
      .when(correct('REPRESENTED_BY', null, 'p-2'))
      .then(corrected({ field: 'REPRESENTED_BY', code: { from: null, to: 'p-2' } }));
  });

  it('needs a reason, and somebody', () => {
    given(registered(citizen))
      .when(correct('EMAIL', 'a', 'b', ' '))
      .thenRejected('REASON_REQUIRED');
    given()
      .when(correct('EMAIL', 'a', 'b'))
      .thenRejected('NOT_FOUND');
  });

  it('records nothing when nothing changes', () => {
    given(registered(citizen))
      .when(correct('EMAIL', 'a', 'a'))
      .thenNothing();
    given(registered(citizen))
      .when(correct('EMAIL', null, null))
      .thenNothing();
  });

  it('makes nobody staff, and staff nobody else', () => {
    const kinds = (data: Data): PersonKind[] =>
      PERSON_KINDS.filter((kind) => {
        const result = given(registered(data)).when(correct('KIND', data.kind, kind));
        try {
          result.thenField('INVALID_INPUT', 'value');
          return false;
        } catch {
          return true;
        }
      });
    expect(kinds(citizen)).toEqual(PERSON_KINDS.filter((kind) => kind !== 'STAFF'));
    expect(kinds(clerk)).toEqual(['STAFF']);
    for (const wrong of [null, 'MAYOR']) {
      given(registered(citizen))
        .when(correct('KIND', 'CITIZEN', wrong))
        .thenField('INVALID_INPUT', 'value');
    }
    const kind = { field: 'KIND', code: { from: 'CITIZEN', to: 'LEGAL_BODY' } } as const;
    given(registered(citizen))
      .when(correct('KIND', 'CITIZEN', 'LEGAL_BODY'))
      .then(corrected(kind));
    expect(given(registered(citizen), corrected(kind)).state()).toEqual({
      status: 'KNOWN',
      kind: 'LEGAL_BODY',
      staff: false,
    });
  });

  it('knows the kinds of identity, and may take one away', () => {
    for (const to of [...IDENTITY_KINDS, null]) {
      const code = { from: 'X', to };
      given(registered(citizen))
        .when(correct('IDENTITY_KIND', 'X', to))
        .then(corrected({ field: 'IDENTITY_KIND', code }));
    }
    given(registered(citizen))
      .when(correct('IDENTITY_KIND', 'NIK', 'PASSPORT'))
      .thenField('INVALID_INPUT', 'value');
  });

  it('leaves staff a name', () => {
    for (const to of [null, '', ' ']) {
      given(registered(clerk))
        .when(correct('NAME', 'Rara', to))
        .thenField('INVALID_INPUT', 'value');
    }
    given(registered(citizen))
      .when(correct('NAME', 'Siti', null))
      .then(corrected({ field: 'NAME', name: { from: 'Siti', to: null } }));
  });

  it('of nobody known changes nothing', () => {
    const kind = corrected({ field: 'KIND', code: { from: 'CITIZEN', to: 'LEGAL_BODY' } });
    expect(given(kind).state()).toEqual({ status: 'UNKNOWN' });
  });
});

describe('merging persons', () => {
  const into = 'p-9' as PersonId;
  const merge = (
    more: Partial<Extract<PersonCommand, { type: 'MergePerson' }>> = {},
  ): PersonCommand => ({
    type: 'MergePerson',
    into,
    kept: { staff: false, merged: false },
    erased: false,
    reason: 'orang yang sama',
    ...more,
  });
  const merged: PersonEvent = {
    type: 'PersonsMerged',
    data: { into, reason: 'orang yang sama' },
  };

  it('is done once, with a reason', () => {
    given(registered(citizen)).when(merge()).then(merged);
    given(registered(citizen), merged).when(merge()).thenNothing();
    given(registered(citizen))
      .when(merge({ reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
    given().when(merge()).thenRejected('NOT_FOUND');
  });

  it('is never done with staff', () => {
    given(registered(clerk)).when(merge()).thenField('INVALID_INPUT', 'dropPersonId');
    given(registered(citizen))
      .when(merge({ kept: { staff: true, merged: false } }))
      .thenField('INVALID_INPUT', 'keepPersonId');
  });

  it('is not done with who was merged or erased', () => {
    given(registered(citizen), merged)
      .when(merge({ into: 'p-8' as PersonId }))
      .thenRejected('INVALID_STATE');
    given(registered(citizen))
      .when(merge({ kept: { staff: false, merged: true } }))
      .thenRejected('INVALID_STATE');
    given(registered(citizen))
      .when(merge({ erased: true }))
      .thenRejected('INVALID_STATE');
  });

  it('leaves nothing to correct in who was merged', () => {
    given(registered(citizen), merged)
      .when(correct('EMAIL', 'a', 'b'))
      .thenRejected('INVALID_STATE');
  });
});
