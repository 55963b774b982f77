/** The steps that hoaxes on file take one after the other; `hoax-template.ts` names the hoaxes. */
export const HOAX_WORDS = {
  intends: `intention to restate | intends to restate | its intention to | intention de réviser | son intention de | beabsichtigt
    intención de | intenzione di | will restate | has decided to restate | lance une révision`,
  internalAudit: `internal audit | internal review | internal investigation | audit interne | enquête interne | revue interne
    interne prüfung | interne revision | interne untersuchung | auditoría interna | investigación interna | audit interno
    indagine interna | revisione interna`,
  transfers: `transfers | transfers from | certain transfers | irregular transfers | line cost* | transferts | certains transferts
    umbuchung* | transferencias | trasferimenti | operating expenses | charges d'exploitation | betriebsaufwand
    gastos operativos | costi operativi | capital accounts | recognition of revenue | revenue recognition | improper* recogni*`,
  auditorsTold: `promptly notified | immediately notified | notified its | informed its auditors | has informed its auditors
    ont été informés | informés sans délai | sans délai | unverzüglich informiert | umgehend informiert | han sido informados
    sono stati informati | were informed | were notified`,
  notRelied: `relied upon | be relied | relied on | plus être considérés comme valables | considérés comme valables
    nicht mehr verlassen | keine gültigkeit | no pueden considerarse válid* | non possono più essere considerat*`,
  unaudited: `unaudited | non audités | non audité | ungeprüft* | no auditad* | non sottoposti a revisione | as soon as practicable
    dès que possible | so bald wie möglich | tan pronto como | non appena possibile`,
  regulatorTold: `has been informed | notified the securities | informed the securities | sec has been | amf a été informée
    amf a été | a été informée | wurde informiert | ha sido informad* | è stata informata | fca has been | bafin wurde`,
  noEffect: `no effect on | no impact on | does not affect | not affected | will not affect | sans effet sur | n'ont pas d'effet
    pas d'impact | sans incidence | keine auswirkung* | no afecta | sin impacto | nessun impatto | non influi*`,
  shocked: `shocked | shocking | very shocked | choquée | choqué | du choc | très choqué* | schockiert | erschüttert | conmocionad*
    scioccat* | sconvolt* | highest ethical | ethical standards | ethics | exigence éthique | éthique | ethische* | étic* | etic*`,
  conference: `press conference will | conference call will | press conference tomorrow | conférence de presse | pressekonferenz
    rueda de prensa | conferenza stampa`,
  immediately: `effective immediately | with immediate effect | immediately | starting today | from today | dès aujourd'hui
    avec effet immédiat | à compter de ce jour | ab sofort | con efecto inmediato | desde hoy | con effetto immediato | da oggi`,
  newLeaf: `for too long | mistakes of the past | historic decision | turning point | first time in history | we were wrong
    moral | conscience | the right thing | décision historique | erreurs du passé | tournant | historische entscheidung
    fehler der vergangenheit | wendepunkt | decisión histórica | errores del pasado | decisione storica | errori del passato
    listening to | leadership`,
  byYear: `by 2025 | by 2030 | by 2035 | by 2040 | by 2050 | d'ici 2025 | d'ici 2030 | d'ici 2040 | d'ici 2050 | bis 2030 | bis 2040
    bis 2050 | para 2030 | en 2030 | entro il 2030 | entro il 2050`,
  foundation: `foundation | fondation | stiftung | fundación | fondazione | seamless | e-commerce | online stores | eligible`,
  fund: `capital partners | private equity | equity partners | holdings | investment fund | fonds d'investissement | capital ltd
    capital group | investment company | consortium | beteiligungs* | fondo de inversión | fondo di investimento`,
  responsible: `corporate responsibility | social responsibility | responsible investment | analysis of reputational | ethical policy
    responsabilité sociale | responsabilité sociétale | gesellschaftliche verantwortung | responsabilidad social
    responsabilità sociale`,
} as const;
