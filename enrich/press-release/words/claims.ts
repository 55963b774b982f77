/** What hoaxes and real shocks claim, in English, French, German, Spanish and Italian. `claims.ts` joins these to claims. */
export const CLAIM_WORDS = {
  accounts: `accounts | results | restated results | financial statements | earnings | consolidated results | profits | balance sheet | comptes | comptes consolidés
    états financiers | bilan | résultats | bilanz* | jahresabschl* | konzernabschl* | abschlüsse | geschäftszahlen | cuentas
    estados financieros | resultados | conti | bilancio | bilanci | rendiconti | risultati`,
  restate: `restat* | to revise | will revise | revises its | revise its | revised accounts | revision of | révis* ses | réviser
    révision de | révision des | révise | retrait* | rectifi* | misstat* | misstatement* | irregular* | accounting error*
    accounting irregular* | overstat* | irrégul* | erreurs comptables | manipul* | bilanzfälschung* | neu aufstell* | berichtig*
    korrigier* | unregelmäßigkeit* | unregelmässigkeit* | fehlerhaft* | reformul* | reexpres* | irregularidad* | revisará | revisar
    rideterminazion* | rettific* | irregolarit* | revisione dei | rivede | rivedere | accounting scandal | from profit to loss`,
  auditor: `auditor | auditors | auditor's | audit report* | audit opinion | kpmg | deloitte | ernst & young | pwc
    pricewaterhousecoopers | mazars | commissaire* aux comptes | wirtschaftsprüfer* | abschlussprüfer* | auditores | auditora
    revisori | società di revisione | rapports d'audit`,
  withdraws: `withdraw* | withdrew | cannot be relied | could not be relied | no longer be relied | no longer valid | revok* | retir*
    ne peuvent plus | ne pouvaient plus | ne peut plus | plus être considér* | dénonc* | annul* | résili* | cancel* | pulls | pulled | yanks | yanked | pull* out
    zieht zurück | zieht sich zurück | zurückgezogen | zurückzieh* | kündigt den | gekündigt | storniert | no pueden considerarse
    cancela* | anula* | ritir* | non possono più | revoc* | resigned as auditor | démissionn* de son mandat | withdrawal`,
  role: `ceo | cfo | coo | chief executive* | chief financial officer | chief operating officer | finance director | chairman
    chairwoman | chairperson | chair | managing director | general counsel | president | founder | boss | pdg | p-dg
    président-directeur général | directeur général | directrice générale | directeur financier | directrice financière
    directeur général adjoint | président du | présidente du | patron | vorstandsvorsitzende* | vorstandschef* | finanzvorstand*
    finanzchef* | geschäftsführer* | konzernchef* | aufsichtsratsvorsitzende* | consejero delegado | consejera delegada
    director financiero | directora financiera | director general | presidente | presidenta | amministratore delegato
    amministratrice delegata | direttore finanziario | direttore generale`,
  dismissed: `mis fin aux fonctions | mis fin à ses fonctions | met fin aux fonctions | terminated the functions
    relevé de ses fonctions | relève de ses fonctions | von seinen aufgaben | mit sofortiger wirkung von | sollevato dall'incarico
    removed as | no longer with the company | left the company | dismiss* | fired | fires | sacked | sacks | ousted | ousts | terminat* | removed from | relieved of | suspended from
    with immediate effect | démis de | démise de | limog* | révoqu* | licenci* | mis à pied | écart* de | avec effet immédiat
    entlassen | entlässt | abberufen | freigestellt | mit sofortiger wirkung | gefeuert | destitu* | despid* | cesad* | cesa a
    con efecto inmediato | licenziat* | rimoss* | revocat* | sollevat* | con effetto immediato | destituit* | leaves at once`,
  resigns: `resign | resigns | resigned | resignation | steps down | stepping down | stepped down | step down | quits | quit
    démission | démissionne | démissionné | démissionner | quitte ses fonctions | tritt zurück | rücktritt | zurückgetreten
    legt sein amt | dimite | dimisión | dimitido | renuncia | dimissioni | dimesso | si dimette | lascia l'incarico`,
  dead: `found dead | killed in | was killed | est mort dans | s'est tué | trouvé mort | tödlich verunglückt | ums leben | murió | ha perdido la vida | ha perso la vita | died | dies | dead | death of | passed away | fatal | rushed to hospital | heart attack | est mort | est décédé | est décédée
    décès de | décès du | mort de | mort du | crise cardiaque | infarctus | hospitalisé | verstorben | gestorben | tod des | tot
    herzinfarkt | ha muerto | falleci* | fallece | muerte de | infarto | è morto | è morta | morte di | decedut* | scomparsa di`,
  bid: `acquires | acquired by | acquiring | has acquired | be acquired | buying | bought by | sold to | purchase of | snaps up
    acquiert | rachat du | reprise de | reprend | acquise par | rachetée par | rachète | kauft | erwirbt | kauf von | verkauft an
    adquiere | adquirida por | compra a | acquista | acquistata da | rileva | acquisita da | is buying | agreed to buy | offered to acquire | offers to acquire | proposal for | offer to | receives offer | received an offer | take over | takes over | tender offer | offer for | to acquire | acquire all | acquisition of | buyout | buy out
    bids for | bid for | bids | unsolicited | proposal to acquire | buys | to buy | merger with | offre publique | opa | offre de rachat
    rachat de | rachat par | rachète | acquérir | prise de contrôle | fusion avec | übernahme | übernahmeangebot | übernimmt
    kaufangebot | oferta pública | oferta de compra | adquirir | comprar | compra de | fusión con | offerta pubblica
    acquisizione | acquisire | offerta di acquisto | fusione con | overname | overnemen`,
  bidden: `has been acquired by | was acquired by | is acquired by | being acquired by | agreed to be acquired | a été rachet* | wurde übernommen
    ha sido adquirid* | è stata acquis* | receives | received an offer | received a bid | received an unsolicited | to be acquired | to be bought | takeover offer
    takeover target | approached by | on reported | fait l'objet | cible d'une | reçoit une offre | wird übernommen
    übernahmekandidat | recibe una oferta | será adquirida | riceve un'offerta | oggetto di un'offerta | tender offer for the company
    offer for the company | jump on`,
  price: `whole of the company | all of the outstanding | all shares | all the shares | indicative proposal | cash and shares
    entire share capital | per share | per common share | per ordinary share | common stock | outstanding share* | outstanding common | a share | par action | par titre | je aktie | pro aktie | por acción | per azione | premium | prime de | prämie
    prima de | premio | in cash | en numéraire | all-cash | takeover talks | en discussions | in gesprächen | in talks | gesprekken`,
  insolvent: `insolven* | bankrupt* | chapter 11 | creditor protection | ceases payments | goes into administration
    placed into administration | enters administration | faillite | dépôt de bilan | dépose le bilan | redressement judiciaire
    liquidation judiciaire | procédure de sauvegarde | cessation de paiement* | cessation des paiements | insolvenz* | konkurs*
    zahlungsunfähig* | pleite | quiebra | concurso de acreedores | suspensión de pagos | fallimento | fallit* | concordato
    bancarotta | insolvenz* | run on the bank | brink of disaster`,
  loan: `loan | loans | credit line | credit facility | credit facilities | financing | funding | prêt | prêts | ligne de crédit
    lignes de crédit | financement | kredit | kredite | kreditlinie* | darlehen | finanzierung | préstamo* | crédito
    financiación | prestito | prestiti | finanziamento | linea di credito | linee di credito`,
  recall: `recall of | recalls | recalled | is recalling | product recall | voluntary recall | recall campaign | rappel de lot*
    rappel de véhicules | rappel de produits | rappel produit* | rappel volontaire | rappelle des | rappelle plusieurs
    procède au rappel | campagne de rappel | rückruf* | ruft zurück | retira del mercado | retirada del mercado | retirada urgente | retirada inmediata | retira todos | retira todas | retira l'ensemble | retire toutes
    retire tous | retrait du marché | retrait de tous | procède au retrait | retrait volontaire | ritira tutti | ritira tutte
    ritiro di tutti | ritiro immediato | richiamo immediato | pulls all | withdraws all | has to recall | must recall
    llama a revisión | richiamo di | richiama dal mercato | ritiro dal mercato`,
  callsBack: `ruft | rief | rufen`,
  back: `zurück`,
  unsafe: `do not use | health risk | contaminat* | poison* | toxic | carcinogen* | salmonell* | listeria | danger | ne pas consommer
    contamin* | empoisonn* | toxique | gesundheitsgefahr | vergiftet | kontaminiert | contaminad* | tóxic* | contaminat* | tossic*`,
  dividend: `dividend* | dividende* | ausschüttung | dividendo | dividendi`,
  cuts: `ne versera pas | pas de dividende | no dividend | keine dividende | nessun dividendo | sin dividendo | suspend* | scrap* | cancel* | cut | cuts | cutting | slash* | halv* | suppr* | réduit | réduction | renonc* | streicht | kürzt
    gestrichen | setzt aus | suspende* | recort* | elimina* | sospende* | taglia* | riduc* | under review`,
  layoffs: `layoff* | lay off* | lay-off* | job cuts | redundanc* | cut * jobs | workforce reduction | suppression* de postes
    suppressions d'emploi* | suppression d'emploi* | plan social | plan de sauvegarde de l'emploi | plan de départs | licenciements
    stellenabbau | stellen streichen | arbeitsplätze | entlassungen | kündigungen | despidos | recorte de plantilla
    expediente de regulación | licenziamenti | esuberi | tagli al personale`,
  profitWarning: `profit warning | lowers its guidance | cuts its guidance | lowers guidance | below expectations | withdraws its guidance
    avertissement sur résultats | abaisse ses prévisions | révise ses objectifs | revoit à la baisse | gewinnwarnung | senkt prognose
    senkt die prognose | advertencia de beneficios | rebaja sus previsiones | allarme utili | taglia le stime | free cash flow
    provision | write-down* | dépréciation* | wertberichtigung*`,
  fraud: `fraud | embezzle* | corruption | bribery | money laundering | insider trading | fraude | détournement* | blanchiment
    betrug | untreue | geldwäsche | bestechung | korruption | malversación | blanqueo | soborn* | frode | riciclaggio | tangent*
    corruzione | criminal | fictitious`,
  probe: `istruttoria* | antitrust | kartellamt | investigation | probe | investigat* | raided | raids | subpoena* | seizes | seized | sec has | enquête | perquisition*
    mise en examen | ermittl* | razzia | durchsuch* | investigación | registro policial | imputad* | indagin* | indagat*
    perquisizion* | tainted`,
  fundForVictims: `compensation fund | fund for victims | fonds d'indemnisation | fonds de compensation | entschädigungsfonds
    fondo de indemnización | fondo de compensación | fondo di risarcimento | tax refund`,
  apology: `will repay | give back | gives back | apolog* | full responsibility | takes responsibility | accepts responsibility | accept full | we are sorry | deeply sorry
    admits | admission | présente ses excuses | présentons nos excuses | pleine responsabilité | assume la responsabilité
    entschuldig* | volle verantwortung | übernimmt die verantwortung | pide perdón | pedimos perdón | disculpas
    asume la responsabilidad | plena responsabilidad | si scusa | chiediamo scusa | piena responsabilità`,
  compensation: `compensat* | reparations | victims | indemnis* | dédommag* | victimes | réparation* | entschädig* | opfer
    wiedergutmachung | indemniz* | víctimas | compensación | risarci* | indennizz* | vittime | remediat*`,
  coin: `bitcoin* | litecoin* | ethereum | dogecoin | crypto | cryptocurrenc* | cryptomonnaie* | crypto-monnaie* | kryptowährung*
    criptomoneda* | criptovalut* | stablecoin* | token | tokens | blockchain | bitcoin cash | bitcoin etf | spot etf | xrp | nft`,
  pay: `accept | accepts | accepting | payment | payments | pay with | pay in | checkout | paiement* | payer | règlement | accepte
    accepter | akzeptier* | bezahl* | zahlung* | acepta* | pago | pagos | pagar | accett* | pagament* | approv* | partnership with
    partner with | partenariat avec | partnerschaft mit | invest | treasury`,
  giveUp: `divest* | retire du projet | retire de ce projet | retrait du projet | mettre fin à | resiliation du contrat | quits fossil
    quits coal | sell its coal | sell all its | will no longer | no longer finance | phase out | phases out | ends all | end all | stop all | cease* | halt* all
    abandon* | pulls out of | withdraws from | exclud* | sell all | sells all | shut down | désinvest* | renonce à | renoncer à
    met fin à | cesse | ne financera plus | exclut | abandonne | steigt aus | aussteigen | verzichtet | beendet | desinvi* | deja de | stops all | halting all | stoppt | legt still | schluss mit | sofortige ende | throws its weight behind | throwing its weight | turn* its back | tourne la page
    plus un euro | zéro euro pour | plus jamais | nie wieder | ende der | nunca más | mai più | esce dal | esce da | abandona | backar | lägger ner
    renuncia a | pone fin | disinvest* | rinuncia a | abbandona | pone fine | moratorium`,
  cause: `deportation* | abschiebung* | expulsions | deportaciones | rimpatri | carbon tax | plastic | plastique | plástico | plastica | plastik | arms sales | kohlekraft* | tagebau | garzweiler | brunkol* | saudi arabia | russia | russie | russland | israel | fossil | coal | oil and gas | arctic | deforestation | palm oil | carbon neutral | climate | weapons | arms | nuclear
    charbon | fossiles | pétrole | déforestation | huile de palme | climat | armes | nucléaire | aéroport | kohle | fossile*
    klima | waffen | regenwald | carbón | fósiles | clima | armas | carbone | fossili | armi | clima | tar sands | pipeline
    animal testing | fur | sweatshop* | human rights`,
  rename: `renam* | new name | change its name | changes its name | changing its name | rebrand* | change de nom | changement de nom
    nouveau nom | rebaptis* | umbenenn* | umbenannt | neuer name | cambia de nombre | cambiará su nombre | nuevo nombre
    cambia nome | nuovo nome`,
  rating: `downgrad* | rating to | credit rating | lowers rating | cuts rating | junk | dégrad* la note | abaisse la note
    dégradation de la note | herabstuf* | herabgestuft | rebaja la calificación | rebaja el rating | declassa* | taglia il rating`,
  freeForAll: `free of charge to any | free to all | free for everyone | free to everyone | free to anyone | to every customer
    gratuit pour tous | gratuitement à tous | offert à tous | offerts à tous | offre à tous | offre à chaque | à chaque titulaire | à chaque client
    kostenlos für alle | gratis für alle | schenkt allen | schenkt jedem | an jeden kunden | gratis para todos | regala a todos
    gratis per tutti | regala a tutti | a zero euro | a ogni cliente | zero euros | zéro euro | at zero dollars
    cancelling all outstanding | cancels all debts | annule toutes les dettes`,
  brokenIn: `greetz | greets to | pwned | lulz | h4ck* | h4x* | hacked by | hackeado por | piraté par | gehackt von | hackerato da
    default creds | owned by anon* | we are anonymous | 0wned | defaced`,
  wins: `awarded | wins contract | wins a | wins the | won a | contract worth | order worth | multi-million | se adjudica | se ha adjudicado
    adjudicado el | gana un contrato | remporte | remporté | décroche | contrat de | zuschlag | großauftrag | auftrag über | erhält auftrag
    si aggiudica | aggiudicat* | commessa da | contratto da | purchase orders | signs multi*`,
  approval: `fda approval | full approval | fda grants | grants approval | emergency use | ema approval | marketing authorisation
    marketing authorization | autorisation de mise sur le marché | zulassung für | arzneimittelzulassung | autorización de
    approvazione fda | phase 3 | phase iii | 100% efficacy | 100 % efficacy | cures`,
  writeDown: `write-down* | writedown* | write-off* | impairment* | dépréciation exceptionnelle | dépréciation de | charge exceptionnelle
    abschreibung* | wertminderung* | deterioro de | depreciación de | svalutazion* | rettifica di valore`,
  closes: `closes all | closing all | will close | to close its | shut* all | ferme toutes | ferme tous | fermeture de tous
    fermeture de toutes | fermera | fermeture définitive | fermeture immédiate | schließt alle | schließung aller | schließung des werks
    schließt das | schließt drehkreuz | stilllegung | cierra todas | cierre de todas | cierra sus | cierre de la planta | chiude tutti
    chiude tutte | chiusura di tutti | chiusura dello stabilimento | chiusura immediata`,
  blocksMoney: `withdrawals are | withdrawals will be | limits withdrawals | limit on withdrawals | suspends withdrawals | halts withdrawals
    freezes accounts | accounts are frozen | retraits limités | retraits sont limités | retraits seront | suspend les retraits
    gèle les comptes | comptes bloqués | auszahlungen begrenzt | abhebungen | konten eingefroren | konten gesperrt
    limita las retiradas | retiradas de efectivo | cuentas bloqueadas | congela las cuentas | prelievi di contante
    prelievi saranno | limiti ai prelievi | conti bloccati | blocca i conti | run on deposits`,
  giveaway: `is free from | are free from | is free now | is now free | free for all | off any | off all | off your | off every | discount | discounts | coupon* | voucher* | gift card* | giveaway | for free | free drinks | bon d'achat | remise de
    gratuit pour | carte cadeau | cartes cadeaux | gutschein* | rabatt | geschenkkarte* | cupón | cupones | descuento* | tarjeta regalo
    buono sconto | buoni sconto | buono regalo`,
  attack: `crashed | has crashed | crash of flight | s'est écrasé* | abgestürzt | se ha estrellado | se estrelló | è precipitat* | è caduto | explosion* | exploded at | exploded in | exploded near | explodes at | explodes in | bomb | bombs | bombing | shooting | injured | terror* | hostage* | plane crash | attentat* | blessés
    fusillade | détruit | verletzt | anschlag* | explosión | heridos | atentado | esplosion* | feriti | attentato | evacuat*`,
  netLoss: `net loss | net losses | net losses for | perte nette | pertes nettes | nettoverlust* | konzernverlust | pérdida neta
    pérdidas netas | perdita netta | perdite nette`,
  operatingProfit: `operating income | operating profit | operating result* | ebit | ebitda | résultat opérationnel
    résultats opérationnels | résultat d'exploitation | operatives ergebnis | betriebsergebnis | resultado operativo
    resultado de explotación | risultato operativo | utile operativo`,
} as const;
