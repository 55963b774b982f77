/** How press releases look, and how others tell of them: English, French, German, Spanish, Italian, some Dutch. */
export const FORM_WORDS = {
  label: `press release | news release | media release | press statement | media statement | official statement
    for immediate release | company announcement | regulatory announcement | regulated information | inside information
    ad hoc announcement | stock exchange announcement | trading update | trading statement | statement by | statement from
    communiqué de presse | communiqué officiel | communiqué financier | pour diffusion immédiate | information réglementée
    information privilégiée | pressemitteilung | medienmitteilung | presseinformation | ad-hoc-mitteilung
    zur sofortigen veröffentlichung | insiderinformation | nota de prensa | comunicado de prensa | comunicado oficial
    información privilegiada | hecho relevante | para su publicación inmediata | comunicato stampa | nota stampa
    informazione regolamentata | per diffusione immediata | persbericht | schedule to | form 8-k | schedule 13d`,
  announce: `has agreed | agrees to | has signed | have signed | is ending | stops | closes | apologises | apologizes
    admits | commits | merges | solves | scraps | halves | halts | pulls | is pulling | fires | responds | has been acquired
    is acquired | is recalling | a signé | ont signé | retire | procède | abandonne | ferme
    cède | offre | renonce | s'engage | assume | présente ses | reconnaît | demande | prie | stoppt | schließt | 
    gründet | beendet | verzichtet | zahlt | streicht | entschuldigt | bittet | hat entschieden | cierra | retira | pide
    lanza | ofrece | despide | abandona | renuncia | paga | reconoce | ha firmado | chiude | lancia | offre | ritira | richiama | cede
    rinuncia | paga | riconosce | chiede | ha firmato | ha deciso | filesfiles | has filed | restates | revises | lowers | raises | cuts | adds | signs | wins | completes | acquires | sells | recalls
    suspends | dismisses | warns | threatens | signe | remporte | acquiert | cède | révise | abaisse | relève | suspend | limoge | rappelle
    dépose | senkt | hebt | verkauft | übernimmt | unterzeichnet | erhält | ruft | firma | gana | vende | compra | adquiere | rebaja
    firma un | vince | acquisisce | taglia | annuncia | announce | announces | announced | today announced | is announcing | informs | hereby informs | confirms | confirmed
    notes | regrets | takes note | launches | reports | publishes | wishes to | intends to | decided to | has decided | states
    says | said today | will | accepts | acknowledges | declares | discloses | introduces | unveils | appoints | proposes | offers
    annonce | annoncent | a annoncé | ont annoncé | annonce ce jour | informe | confirme | confirment | indique | indiquent
    précise | publie | lance | prend acte | tient à | souhaite | a décidé | regrette | déclare | nomme | présente | reconnaît
    gibt bekannt | gab bekannt | gibt | teilt mit | teilte mit | teilt | kündigt | kündigte | bestätigt | informiert | erklärt
    veröffentlicht | meldet | ernennt | bedauert | hat beschlossen | anuncia | anuncian | ha anunciado | informa | confirma
    comunica | declara | publica | lamenta | ha decidido | nombra | annuncia | annunciano | ha annunciato | comunica che | conferma
    rende noto | informa che | dichiara | pubblica | nomina | si rammarica | kondigt | bevestigt | maakt bekend | meldt`,
  about: `about | à propos de | à propos d' | a propos du | über | über die | acerca de | sobre | informazioni su | profilo di | over
    notes to editors | note aux rédactions | notes aux rédactions`,
  boilerplate: `forward-looking statements | forward looking statements | safe harbor | safe harbour | déclarations prospectives
    informations prospectives | zukunftsgerichtete aussagen | declaraciones prospectivas | dichiarazioni previsionali
    is listed on | is traded on | est coté | est cotée | cotée sur | börsennotiert* | cotiza en | quotata | world leader in
    acteur mondial | leader mondial | isin`,
  contactBlock: `press contact | press contacts | media contact | media contacts | media enquiries | media inquiries | press office
    press officer | media relations | investor relations | for further information | for more information | contact presse
    contacts presse | relations presse | relations médias | service de presse | relations investisseurs | pressekontakt
    ansprechpartner | medienkontakt | presseabteilung | kontakt für | contacto de prensa | contacto prensa | gabinete de prensa
    relaciones con los medios | contatti stampa | contatto stampa | ufficio stampa | relazioni con i media | perscontact
    unsubscribe | se désabonner | désinscription | newsroom | press@ | presse@ | media@ | prensa@ | stampa@ | communications@`,
  we: `we | our | our group | our company | nous | notre | nos | notre groupe | wir | unser* | nosotros | nuestr* | noi | nostr*`,
  office: `press office | communications department | corporate communications | communication department | spokesperson | spokesman
    spokeswoman | direction de la communication | service communication | directeur de la communication | porte-parole
    unternehmenskommunikation | konzernkommunikation | pressestelle | pressesprecher* | dirección de comunicación | portavoz
    direzione comunicazione | portavoce | on behalf of | au nom de | im namen | en nombre de | per conto di | the board of directors
    le conseil d'administration | der vorstand | el consejo de administración | il consiglio di amministrazione | the management
    la direction | head of media | media relations | director of communications`,
  attribution: `in a statement | in a press release | said in a release | according to a press release | according to a statement
    said in a statement | a statement said | a release said | dans un communiqué | par communiqué | selon un communiqué
    d'après un communiqué | un communiqué reçu | dit avoir reçu | disent avoir reçu | a fait savoir | indique un communiqué
    in einer mitteilung | laut mitteilung | laut einer mitteilung | laut pressemitteilung | wie das unternehmen mitteilte
    teilte das unternehmen mit | en un comunicado | según un comunicado | mediante un comunicado | según ha informado
    in una nota | in un comunicato | secondo un comunicato | si legge in una nota | received a statement | according to a filing | a filing with | identified as company | identified as a spokes* | told bbc | confirming the release | e-mailed statement
    emailed statement | filing shows | company says | le groupe indique | regulatory filing | sec filing`,
  flash: `breaking | breaking news | just in | alert | flash | urgent | exclusive | developing | dernière minute | alerte info
    alerte | eilmeldung | eil | última hora | urgente | ultim'ora | ultima ora | *breaking | headline`,
} as const;
