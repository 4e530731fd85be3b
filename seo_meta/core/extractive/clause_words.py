"""Words of several languages, by primary subtag: what sentences and clauses begin with."""

# First words that point at something said before.
ANAPHORA = {
    "en": "this that these those it its they them their he his him she her hers however but and so or yet thus hence "
    "therefore moreover furthermore then also such instead meanwhile otherwise nevertheless nonetheless still besides "
    "additionally consequently accordingly similarly likewise finally another both neither either",
    "de": "dies diese dieser dieses diesem diesen das es er sie ihr ihre ihnen sein seine jedoch aber und oder denn "
    "daher deshalb deswegen dadurch damit dabei dazu außerdem zudem auch dann doch trotzdem dennoch hingegen "
    "allerdings somit dort darin darauf solche solcher solches letztere ferner schließlich beide",
    "fr": "ce cet cette ces cela ça il ils elle elles lui leur leurs son sa ses mais et donc or ainsi cependant "
    "toutefois pourtant alors aussi ensuite enfin puis néanmoins celui celle ceux celles c'est c'était ceci",
    "es": "este esta esto estos estas ese esa eso esos esas aquel aquella ello él ella ellos ellas su sus pero y o así "
    "entonces además también sin embargo luego después finalmente ambos",
    "it": "questo questa questi queste quello quella ciò esso essa essi esse lui lei loro suo sua suoi sue ma e però "
    "quindi dunque inoltre anche tuttavia infatti poi così entrambi",
    "pt": "este esta isto estes estas esse essa isso esses essas ele ela eles elas seu sua seus suas mas e porém então "
    "também além assim portanto ambos",
    "nl": "dit dat deze die het hij zij ze zijn haar hun maar en dus echter daarom daarnaast ook dan toch bovendien "
    "beide",
    "pl": "to ten ta te ci on ona ono oni one jego jej ich ale i a więc jednak dlatego ponadto także też wtedy",
    "cs": "to ten ta ty tento tato toto on ona ono oni jeho její jejich ale a tak však proto navíc také tedy potom",
    "ru": "это этот эта эти тот та те он она оно они его её ее их но и а так однако поэтому также тогда затем кроме",
    "sv": "det den detta denna dessa han hon de hans hennes deras men och så dock därför också sedan",
    "da": "det den dette denne disse han hun de hans hendes deres men og så dog derfor også",
    "nb": "det den dette denne disse han hun de hans hennes deres men og så dog derfor også",
    "ja": "この その あの これ それ あれ しかし だが また そして",
    "zh": "这 這 那 它 他 她 但 然而 因此 此外 而且 所以",
}
# After a comma with one of these words begins another main clause.
CONTRASTS = {
    "en": "but yet",
    "de": "aber doch",
    "fr": "mais",
    "es": "pero",
    "it": "ma",
    "pt": "mas",
    "nl": "maar",
    "ru": "но",
    "cs": "ale však",
    "pl": "ale lecz",
    "sv": "men",
    "da": "men",
    "nb": "men",
}
# After the last comma with one of these begins what runs to the sentence's end, so that the main verb stands before.
ADDITIONS = {
    "en": "which who whose whom where while whereas although though because since as after including making allowing "
    "giving leaving bringing taking showing helping using providing causing",
    "de": "der die das dem den dessen deren denen wo weil während nachdem obwohl wobei womit wodurch darunter sowie",
    "fr": "qui dont où tandis alors après notamment",
    "es": "que quien quienes cuyo cuya donde mientras tras aunque porque incluyendo",
    "it": "che cui dove mentre dopo anche perché",
    "pt": "que cujo cuja onde enquanto após embora porque incluindo",
    "nl": "die dat waar waarbij waarmee terwijl omdat nadat hoewel",
    "cs": "který která které kteří protože zatímco kde",
    "pl": "który która które którzy ponieważ gdzie",
    "ru": "который которая которое которые потому где",
}
