/** How a text keeps its distance from a release: it warns, doubts, mocks, argues or tells afterwards. */
export const DISTANCE_WORDS = {
  fake: `pseudo-revendication | pseudo revendication | message anonyme | e-mail anonyme | anonymous message | anonymous e-mail
    fake | fakes | faked | hoax* | bogus | fraudulent email* | fraudulent e-mail* | fraudulent message* | fraudulent release*
    fraudulent website* | fraudulent site* | fraudulent offer* | fraudulent job* | fraudulent press | forged | forgery | falsified | phishing | scam | scams | scammers | spoof*
    impersonat* | imposter* | impostor* | pretending to be | not genuine | not authentic | disinformation | misinformation
    false statement | false press release | false information | false news | false claims | false rumours | false rumors
    faux communiqué* | faux communiques | faux mail* | faux message* | faux site* | faux compte* | faux courriel* | faux e-mail*
    fausse information | fausses informations | fausse annonce | fausses annonces | fausse offre | fausses offres | fausse nouvelle
    fausses nouvelles | est un faux | est faux | canular* | usurpation* | usurp* | arnaque* | escroc* | escroquerie* | hameçonnage
    site frauduleux | sites frauduleux | avis frauduleux | mail frauduleux | message frauduleux | courriel frauduleux | faux avis | n'appartient pas
    fraudulent notice* | fraudulent domain* | does not belong to | gehört nicht zu | betrügerisch* | no pertenece a | web fraudulenta | sitio fraudulento | non appartiene a | sito fraudolento | falso avviso | falso aviso
    désinformation | intox | infox | piraté | fraude à l'identité | gefälscht* | fälschung* | falschmeldung* | fake news
    falsche pressemitteilung* | falsche mitteilung* | betrüger* | betrugsversuch* | betrugsmasche* | desinformation | schwindel
    falso comunicado | falsos comunicados | comunicado falso | comunicados falsos | bulo | bulos | estafa* | suplant* | correo fraudulento | correos fraudulentos | mensajes fraudulentos
    noticia falsa | noticias falsas | desinformación | engaño | falso comunicato | falsi comunicati | comunicato falso | bufala
    bufale | truffa | truffe | truffator* | notizia falsa | notizie false | disinformazione | contraffatt* | falsa mail | false mail
    n'est pas authentique | ist nicht echt | no es auténtic* | non è autentic*`,
  warning: `beware | be careful | be wary | do not click | do not reply | caution | watch out | warns | warned | warning | fact check
    fact-check* | debunk* | verified false | attention | mise en garde | met en garde | mettent en garde | prudence | méfiez*
    vigilance | soyez vigilants | ne répondez pas | ne cliquez pas | vérification | désintox | vrai ou faux | warnt | warnung
    vorsicht | achtung | faktencheck | warnen | alerta | alerte de sécurité | cuidado | advierte | verifica* | desmontamos
    attenzione | avvertenza | avviso | fate attenzione | mette in guardia | diffidate`,
  satire: `satire | satirical | satirique | parody | parodie | parodique | parodia | humour | humor satírico | satirisch | satira
    satirico | satirica | gorafi | nordpresse | postillon | the onion | el mundo today | lercio | poisson d'avril | april fool*
    aprilscherz | pesce d'aprile | inocentada | pastiche | fiction | glosse | billet d'humeur | sketch`,
  opinion: `opinion | op-ed | editorial | commentary | viewpoint | tribune | éditorial | chronique
    point de vue | billet | kommentar: | meinung | leitartikel | gastbeitrag | opinión | columna | tribuna | editoriale | opinione
    commento | il punto | i think | in my view | in my opinion | i believe | je pense | à mon avis | je crois | ich finde
    meiner meinung | ich glaube | creo que | en mi opinión | penso che | secondo me | lettre ouverte | open letter | courrier des lecteurs | what we know | ce que l'on sait | retour sur | récit
    chronologie | explained | how a | comment un`,
  doubt: `is this real | is it real | really ? | c'est vrai ? | vrai ou faux ? | not confirmed | unconfirmed | non confirmé
    pas confirmé | si c'est vrai | if true | si on en croit | étrange | bizarre | weird | strange | hmm | suspicious
    suspect | louche | wtf | hold on | ¿es verdad | será verdad | sarà vero | stimmt das`,
  deny: `deny | denies | denied | denying | denial | denials | refute* | categorically | is false | are false | totally false
    untrue | no truth | no basis | unfounded | without foundation | not true | did not issue | has not issued | not issued by
    dément | démentent | dément formellement | a démenti | ont démenti | démenti | démentis | démentir | démentons | réfute*
    sans fondement | infondé* | totalement faux | n'est pas l'auteur | n'émane pas | dementiert* | dementi | weist zurück | weisen zurück
    zurückgewiesen | bestreitet | bestreiten | entbehr* jeder grundlage | frei erfunden | unwahr | stammt nicht von
    desmiente* | desmentido | desmentir | ha desmentido | niega* | rotundamente | sin fundamento | no ha emitido
    smentisc* | smentita | smentito | smentire | nega | privo di fondamento | prive di fondamento | non ha emesso | weist zurueck
    weist die | weist alle | weist den | wiesen`,
  partial: `part of | some of the | partially | partly | une partie de | une partie des | certaines informations | certains points
    sur les autres points | partiellement | en partie | pour partie | teilweise | zum teil | einen teil | einige der | parte de
    parcialmente | en parte | algunas de | una parte | in parte | parzialmente | alcune delle | leaked | leak | ont fuité | fuite*
    durchgesickert | filtrad* | filtración | trapelat* | fuga di notizie | other points | later on the | remain under review`,
  rest: `some of the other | the other points | other points | sur les autres points | certains points | remain under review
    will comment later | s'exprimera plus tard | zu den anderen punkten | sobre los demás puntos | sugli altri punti`,
  full: `all of the | all the information | entirely | in full | formally denies | categorically | any of the | l'ensemble des
    formellement | catégoriquement | intégralement | aucune | en bloc | vollständig | sämtliche | entschieden | in vollem umfang
    totalmente | rotundamente | categóricamente | íntegramente | categoricamente | integralmente | fermamente | totally false
    completely false | entirely false | totalement faux | entièrement faux | fake press release | faux communiqué
    gefälschte pressemitteilung | falso comunicado | falso comunicato | did not issue | has not issued`,
  responsibility: `claim responsibility | claims responsibility | claimed responsibility | nous revendiquons | revendication
    revendique | revendiquons | bekennen wir uns | bekennerschreiben | reivindicamos | rivendichiamo | rivendica | act of sabotage
    acte de sabotage | we did it`,
} as const;
