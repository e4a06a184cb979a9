// SPDX-License-Identifier: Apache-2.0

/// Given names and the short forms their bearers go by.
enum Nicknames {
    /// Folded name to folded short forms.
    static let of: [String: [String]] = {
        var found: [String: [String]] = [:]
        for row in table.split(separator: "|") {
            let words = row.split(separator: " ").map(String.init)
            found[words[0], default: []] += words.dropFirst()
        }
        return found
    }()

    private static let table =
        """
        abigail abby abbie gail|abraham abe|adelaide addie|adrian ade|agnes aggie|albert al bert|alexander alex alec sandy xander sasha|\
        alexandra alex sandra sasha lexi|alfred alf fred alfie|alice ally|alison ali|alistair al|amanda mandy|amelia amy millie|andrea andie|\
        andrew andy drew|angela angie|anastasia stacy|anna annie|annette annie|anthony tony ant|antonio tony toni|archibald archie|arthur art|\
        augustus gus|barbara barb babs|bartholomew bart|beatrice bea trixie|benedict ben|benjamin ben benny benji|bernadette bernie|bernard bernie|\
        bertram bert|bohdan bo|bridget bridie|calvin cal|cameron cam|carl charlie|carolina carol|caroline carrie carol|cassandra cass cassie|\
        catherine cathy cat kate katie kitty cate|cecilia cissy|charles charlie chuck chas|charlotte charlie lottie|chester chet|christian chris|\
        christina chris tina chrissy|christine chris tina chrissy|christopher chris kit topher|clarence clare|clifford cliff|constance connie|\
        cordelia delia|cornelius neil|cynthia cindy|daniel dan danny|danielle dani|david dave davey|deborah deb debbie|delilah lila|dennis denny|\
        desmond des|dolores lola|dominic dom nick|donald don donnie|dorothy dot dottie dolly|douglas doug|edmund ed ned|\
        edward ed eddie ted ned teddy|edwin ed|eleanor ellie nell nora|elizabeth liz beth betty lizzie eliza bess libby betsy lisa|ellen nell|\
        emily em|emmanuel manny|ernest ernie|ernestina tina|esther essie|eugene gene|eugenia genie|evelyn evie|ezekiel zeke|florence flo florrie|\
        frances fran frankie|francis frank|francisco paco frank|franklin frank|frederick fred freddie|gabriel gabe|gabriella gabby|genevieve jenny|\
        geoffrey geoff|george georgie|georgina georgie|gerald gerry jerry|geraldine gerry|gerard gerry|gilbert gil|gregory greg|guillermo memo|\
        gwendolyn gwen|harold harry hal|harriet hattie|harrison harry|helen nell|henrietta etta hettie|henry harry hank hal|herbert bert herb|\
        hilary hil|horace horry|howard howie|hubert bert|hugo hugh|ignacio nacho|imogen immy|irene rene|isaac ike|isabel izzy bella|\
        isabella izzy bella|isidore izzy|jacob jake|jacqueline jackie|james jim jimmy jamie|janet jan|jasmine jas|jean jeannie|jeffrey jeff|\
        jennifer jen jenny|jeremiah jerry|jeremy jez|jerome jerry|jessica jess jessie|joanna jo|joanne jo|john jack johnny|jonathan jon|jose pepe|\
        joseph joe joey|josephine jo josie|joshua josh|joyce joy|judith judy|julia jules|julian jules|justin jus|\
        katherine kathy kate katie kay kitty|kathleen kathy kath|kenneth ken kenny|kimberly kim|kristina kris tina|lancelot lance|\
        laurence larry laurie|lawrence larry laurie|leonard len lenny leo|leonardo leo|leopold leo|leslie les|letitia tish|lillian lil lily|\
        lorraine lori|louis lou louie|louise lou|lucille lucy|lucinda cindy lucy|lydia liddy|madeline maddie|malcolm mal|manuel manny|marcus marc|\
        margaret maggie meg peggy marge madge greta daisy rita|maria mary mia|marianne mary|marilyn mari|marjorie marge|martha marty mattie|\
        martin marty|matilda tilly|matthew matt|maureen mo|maurice mo|maximilian max|maxwell max|melanie mel|melissa mel missy|melvin mel|\
        mercedes mercy|meredith merry|michael mike mick mickey|michelle shelly|mildred millie|millicent millie|miranda randy|miriam mimi|\
        mitchell mitch|mohammed mo mohd md|mohamed mo|muhammad mo mohd md|mordechai motti|moses moe|myrtle myrt|nancy nan|naomi nomi|natalie nat|\
        natasha tasha|nathan nate|nathaniel nat nate|nicholas nick nicky|nicola nicky|nicole nicky|norbert bert|norman norm|octavia tavi|\
        olive ollie|oliver ollie|olivia liv livvy|oscar ossie|oswald ozzie|pamela pam|patricia pat patty tricia trish|patrick pat paddy|paula polly|\
        pauline polly|penelope penny|percival percy|peter pete|philip phil|philippa pip pippa|phillip phil|phyllis phyl|priscilla cilla|\
        prudence pru|rachel rach|rafferty raff|raymond ray|rebecca becky becca|reginald reg reggie|rhiannon rhi|richard rick dick rich richie|\
        robert bob rob bobby bert robbie|roberta bobbie|roderick rod|rodney rod|roger rodge|roland roly|ronald ron ronnie|rosalind ros|rosamund ros|\
        rosemary rose|rosalie rosie|roseline rose|rudolph rudy|rupert rupe|russell russ|samantha sam|samson sam|samuel sam sammy|sandra sandy|\
        sarah sally|sebastian seb|shirley shirl|sibongile sibo|sidney sid|silvester sly|simon si|solomon sol|sophia sophie|stanley stan|stella stel|\
        stephanie steph|stephen steve|steven steve|stuart stu|susan sue susie|susanna sue suzy|susannah sue|suzanne sue suzy|sylvester sly|\
        tabitha tabby|tamara tammy|terence terry|teresa terry tess|thaddeus thad|theodora dora thea|theodore ted teddy theo|\
        theresa terry tess tessa|thomas tom tommy|timothy tim|tobias toby|valentina val|valerie val|veronica ronnie|vernon vern|victor vic|\
        victoria vicky tori|vincent vince vinny|viola vi|virginia ginny|vivian viv|vladimir vova|walter walt wally|wendell wendy|wilfred wilf|\
        wilhelmina mina|william bill will billy liam|winifred win winnie|xavier xavi|yevgenia zhenya|yvonne evie|zachary zach|zbigniew zbig zbyszek|\
        katarzyna kasia|malgorzata gosia|aleksandra ola|aleksander olek|agnieszka aga|stanislaw stas|wojciech wojtek|krzysztof krzys|piotr piotrek|\
        jerzy jurek|dmitri dima|dmitry dima|mikhail misha|nikolai kolya|ekaterina katya|tatiana tanya|anastasia nastya|sergei seryozha|\
        aleksei alyosha|ivan vanya|maria masha|natalia natasha|giovanni gianni|giuseppe beppe|francesco checco|salvatore toto|domenico mimmo|\
        concepcion concha|guadalupe lupe|dolores lola|rosario charo|pilar pili|enrique quique|eduardo lalo|fernando nando|santiago santi|\
        gonzalo gonza|alejandro alex ale|mercedes merche|johannes hannes hans|johann hans|heinrich heinz|friedrich fritz|matthias matze|\
        katharina kathi|elisabeth lisa liesl|wilhelm willi|sebastian basti|
        """
}
